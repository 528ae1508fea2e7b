using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Rings;

/// <summary>The clock of <c>bpf_ktime_get_boot_ns()</c>: nanoseconds since boot, suspend included.</summary>
internal static unsafe class BootClock
{
    private const int RealTime = 0;
    private const int BootTime = 7;

    /// <summary>What to add to a boot time for Unix time, now: it changes when somebody sets the clock.</summary>
    internal static long UnixOffset() => Read(RealTime) - Read(BootTime);

    /// <summary>Nanoseconds since boot.</summary>
    internal static long Now() => Read(BootTime);

    private static long Read(int clock)
    {
        var time = stackalloc long[2];
        return Libc.clock_gettime(clock, time) == 0 ? time[0] * 1_000_000_000 + time[1] : throw new BpfException("read the clock", $"clock {clock} is missing");
    }
}
