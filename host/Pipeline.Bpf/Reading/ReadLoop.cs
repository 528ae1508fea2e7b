using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Reading;

/// <summary>
/// Reads an object's rings and maps on the source's own thread. Only <see cref="Stop"/> and <see cref="Wake"/> are for other threads.
/// </summary>
internal sealed class ReadLoop : IDisposable
{
    // Programs that were running when they were detached end within microseconds; this is for a machine that is starved.
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettlingStep = TimeSpan.FromMilliseconds(1);

    private readonly BpfObject _loaded;
    private readonly TimeProvider _clock;
    private readonly RingWaiter _waiter;
    private readonly RingReading _rings;
    private readonly MetricReading _metrics;

    internal ReadLoop(BpfObject loaded, ReadSettings settings, TimeProvider clock, ISourceEmitter emitter, SampleRequests requests, ILogger log)
    {
        _loaded = loaded;
        _clock = clock;
        var output = new SourceOutput(emitter);
        _waiter = new RingWaiter(loaded.Rings.Values);
        _rings = new RingReading(loaded, _waiter, settings.Latency, clock, output);
        _metrics = new MetricReading(loaded, settings.Interval, clock, output, requests, log);
    }

    /// <summary>Reads until stopped.</summary>
    internal void Run()
    {
        while (_waiter.Wait(_metrics.UntilNext) is not WaitResult.Stopped and var came)
        {
            if (came == WaitResult.Records)
                _rings.ReadGathered();
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
        // Nobody stops this one, so that its pauses are pauses.
        using var pause = new RingWaiter([]);
        var start = _clock.GetTimestamp();
        _rings.ReadAll();
        while (!IsSettled() && _clock.GetElapsedTime(start) < LongestSettling)
        {
            pause.Linger(SettlingStep);
            _rings.ReadAll();
        }

        _rings.DropAll();
        _metrics.Read();
    }

    public void Dispose()
    {
        _waiter.Dispose();
        _metrics.Dispose();
    }

    private bool IsSettled()
    {
        var accounts = _loaded.ReadAccounts();
        return accounts.Submitted == _rings.Rows
            && accounts.Attempted == accounts.Submitted + accounts.Aggregated + accounts.Discarded.Values.Sum() + accounts.Lost.Values.Sum();
    }
}
