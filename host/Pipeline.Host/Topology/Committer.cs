using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Topology;

/// <summary>Lets a source that remembers how far everything is settled write that down: about once a second while it lives, and once at the end.</summary>
internal sealed class Committer : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ICommitting _source;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _committing;
    private long? _complained;

    public Committer(ICommitting source, string name, TimeProvider time, ILogger log)
    {
        (_source, _name, _time, _log) = (source, name, time, log);
        _committing = Task.Run(CommitOnTimeAsync);
    }

    /// <summary>Commits for the last time; the source may be disposed then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _committing.ConfigureAwait(false);
        await CommitAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task CommitOnTimeAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
                await CommitAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Whoever ends it commits once more.
        }
    }

    private async ValueTask CommitAsync()
    {
        try
        {
            await _source.CommitAsync().ConfigureAwait(false);
            _complained = null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (_complained is { } last && _time.GetElapsedTime(last) < Quiet)
                return;
            _complained = _time.GetTimestamp();
            _log.LogError(e, "{Component} could not write down how far it is settled; it is tried again every second", _name);
        }
    }
}
