using Pipeline.Bpf.Rings;

namespace Pipeline.Sources.Processes;

/// <summary>When a pass over everything began: all its rows have this time.</summary>
/// <param name="Boot">Nanoseconds since boot, as the kernel's programs count them.</param>
/// <param name="UnixOffset">What to add for Unix time.</param>
internal readonly record struct ReadingTime(long Boot, long UnixOffset)
{
    internal static ReadingTime Now() => new(BootClock.Now(), BootClock.UnixOffset());
}
