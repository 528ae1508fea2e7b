using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Reading;

/// <summary>
/// Reads an object's rings and maps, and what the source reads itself, on the source's own thread. Only <see cref="Stop"/> and <see cref="Wake"/> are for other threads.
/// </summary>
internal sealed class ReadLoop : IDisposable
{
    // Programs that were running when they were detached end within microseconds; this is for a machine that is starved.
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettlingStep = TimeSpan.FromMilliseconds(1);

    // Null where the kernel refused the programs and the source goes on without.
    private readonly BpfObject? _loaded;
    private readonly TimeProvider _clock;
    private readonly RingWaiter _waiter;
    private readonly RingReading? _rings;
    private readonly MetricReading _metrics;

    internal ReadLoop(
        BpfObject? loaded, Action<SourceOutput>? own, ReadSettings settings, TimeProvider clock, SourceOutput output, SampleRequests requests, ILogger log)
    {
        _loaded = loaded;
        _clock = clock;
        _waiter = new RingWaiter(loaded?.Rings.Values ?? []);
        _rings = loaded is null ? null : new RingReading(loaded, _waiter, settings.Latency, clock, output);
        _metrics = new MetricReading(loaded?.Metrics ?? [], own, settings.Interval, clock, output, requests, log);
    }

    /// <summary>Reads until stopped.</summary>
    internal void Run()
    {
        while (_waiter.Wait(_metrics.UntilNext) is not WaitResult.Stopped and var came)
        {
            if (came == WaitResult.Records)
                _rings?.ReadGathered();
            if (_waiter.IsStopped)
                break;
            _waiter.TakeWake();
            _metrics.ReadIfDue();
        }
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    internal void Stop() => _waiter.Stop();

    /// <summary>Somebody asks for a reading.</summary>
    internal void Wake() => _waiter.Wake();

    /// <summary>
    /// After the programs were detached: reads on until every attempt has ended and every submitted row was read, and the maps once more. What finds no memory even
    /// then is dropped.
    /// </summary>
    internal void Settle()
    {
        if (_loaded is not null && _rings is not null)
            Settle(_loaded, _rings);
        _metrics.Read();
    }

    public void Dispose()
    {
        _waiter.Dispose();
        _metrics.Dispose();
    }

    private void Settle(BpfObject loaded, RingReading rings)
    {
        // Nobody stops this one, so that its pauses are pauses.
        using var pause = new RingWaiter([]);
        var start = _clock.GetTimestamp();
        rings.ReadAll();
        while (!IsSettled(loaded, rings) && _clock.GetElapsedTime(start) < LongestSettling)
        {
            pause.Linger(SettlingStep);
            rings.ReadAll();
        }

        rings.DropAll();
    }

    private static bool IsSettled(BpfObject loaded, RingReading rings)
    {
        var accounts = loaded.ReadAccounts();
        return accounts.Submitted == rings.Rows
            && accounts.Attempted == accounts.Submitted + accounts.Aggregated + accounts.Discarded.Values.Sum() + accounts.Lost.Values.Sum();
    }
}
