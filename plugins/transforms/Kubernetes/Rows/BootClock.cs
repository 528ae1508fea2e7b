using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>The clock that rows of the kernel have.</summary>
internal static unsafe partial class BootClock
{
    private const int BootTime = 7;

    /// <summary>Nanoseconds since boot, suspend included.</summary>
    public static long Now()
    {
        var time = stackalloc long[2];
        return clock_gettime(BootTime, time) == 0 ? time[0] * 1_000_000_000 + time[1] : throw new InvalidOperationException("the boot clock cannot be read");
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, long* time);
}
