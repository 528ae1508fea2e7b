using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Tests;

public sealed class BootClockTests
{
    [Fact]
    public void TheDistanceToUnixTimeDoesNotFlicker()
    {
        var first = BootClock.UnixOffset();
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.Equal(first, BootClock.UnixOffset()));
        var before = UnixNow();
        var now = BootClock.Now() + first;
        Assert.InRange(now, before - 1_000_000_000, UnixNow() + 1_000_000_000);
    }

    private static long UnixNow() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
