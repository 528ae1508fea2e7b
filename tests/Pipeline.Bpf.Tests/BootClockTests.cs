using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Tests;

public sealed class BootClockTests
{
    [Fact]
    public void TheDistanceToUnixTimeDoesNotFlicker()
    {
        var first = BootClock.UnixOffset();
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.Equal(first, BootClock.UnixOffset()));
        var now = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        Assert.InRange(BootClock.Now() + first, now - 1_000_000_000, now + 1_000_000_000);
    }
}
