namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Says which readings become views. Times are nanoseconds; views lie on a grid, so that readings that come a little early or late do not shift those that follow.</summary>
/// <param name="every">From view to view; null: each reading is one.</param>
internal sealed class ViewClock(TimeSpan? every)
{
    // How much earlier than due a reading may come, which was read on time and not a whole interval too early.
    private const long MostSlack = 250_000_000;

    private readonly long _every = (every ?? TimeSpan.Zero).Ticks * TimeSpan.NanosecondsPerTick;
    private long? _next;

    public bool IsDue(long time)
    {
        if (_next is not { } next || time < next - 2 * _every)
            return true;
        return time >= next - Math.Min(MostSlack, _every / 4);
    }

    /// <summary>A view was made of the reading of that time.</summary>
    public void Turn(long time) => _next = _next is { } next && Math.Abs(time - next) <= _every ? next + _every : time + _every;
}
