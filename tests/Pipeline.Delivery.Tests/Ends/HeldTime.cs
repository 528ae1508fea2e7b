namespace Pipeline.Delivery.Tests.Ends;

/// <summary>A clock that stands still until it is let go. Any thread.</summary>
internal sealed class HeldTime : TimeProvider
{
    private long _start;

    /// <summary>From now on it goes as the machine's does.</summary>
    internal void Go() => Interlocked.CompareExchange(ref _start, base.GetTimestamp(), 0);

    public override long GetTimestamp() => Interlocked.Read(ref _start) is not 0 and var start ? base.GetTimestamp() - start : 0;
}
