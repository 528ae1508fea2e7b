using System.Threading.Channels;

namespace Pipeline.Host.Diagnostics;

/// <summary>A periodic timer that can be woken between its ticks. One waits, anybody wakes.</summary>
internal sealed class WakeableTimer(TimeSpan interval, TimeProvider time) : IDisposable
{
    private readonly PeriodicTimer _timer = new(interval, time);
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Both go on from wait to wait: a timer has one at a time, and a channel would keep each.
    private Task<bool>? _tick;
    private Task<bool>? _woken;

    /// <summary>Ends the current wait, or the next one.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>True at the next tick or wake, false once <paramref name="stop"/> is cancelled, which is the same one in each call.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken stop)
    {
        _tick ??= _timer.WaitForNextTickAsync(stop).AsTask();
        _woken ??= _wakes.Reader.WaitToReadAsync(stop).AsTask();
        await Task.WhenAny(_tick, _woken).ConfigureAwait(false);
        if (stop.IsCancellationRequested)
            return false;
        if (_tick.IsCompleted)
            _tick = null;
        if (_woken.IsCompleted && _wakes.Reader.TryRead(out _))
            _woken = null;
        return true;
    }

    public void Dispose() => _timer.Dispose();
}
