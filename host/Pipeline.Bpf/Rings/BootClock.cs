using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Rings;

/// <summary>The clock of <c>bpf_ktime_get_boot_ns()</c>: nanoseconds since boot, suspend included.</summary>
public static unsafe class BootClock
{
    private const int RealTime = 0;
    private const int BootTime = 7;

    // Both clocks are slewed together, so that their distance changes only when somebody sets one. What differs less is how long it took to read them.
    private const long LeastChange = 1_000_000;
    private const long GoodReading = 20_000;
    private const int Tries = 8;

    private static long _offset;

    /// <summary>
    /// What to add to a boot time for Unix time, now: the same to the nanosecond until somebody sets the clock, so that a series' start does not seem to move.
    /// </summary>
    public static long UnixOffset()
    {
        var kept = Volatile.Read(ref _offset);
        var now = Measure();
        if (Math.Abs(now - kept) < LeastChange)
            return kept;
        Volatile.Write(ref _offset, now);
        return now;
    }

    /// <summary>Nanoseconds since boot.</summary>
    public static long Now() => Read(BootTime);

    // Whoever is interrupted between two clocks sees them too far apart: the shortest look tells best.
    private static long Measure()
    {
        var (offset, shortest) = (0L, long.MaxValue);
        for (var i = 0; i < Tries && shortest > GoodReading; i++)
        {
            var before = Read(BootTime);
            var real = Read(RealTime);
            var took = Read(BootTime) - before;
            if (took < shortest)
                (offset, shortest) = (real - before - took / 2, took);
        }

        return offset;
    }

    private static long Read(int clock)
    {
        var time = stackalloc long[2];
        return Libc.clock_gettime(clock, time) == 0 ? time[0] * 1_000_000_000 + time[1] : throw new BpfException("read the clock", $"clock {clock} is missing");
    }
}
