using System.Runtime.InteropServices;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Time that the current thread has run on a processor, so that what else the machine does takes no part in a figure but by its caches.</summary>
internal static partial class ThreadTime
{
    private const int ClockThreadCpuTime = 3;

    internal static double Seconds => clock_gettime(ClockThreadCpuTime, out var time) == 0
        ? time.Seconds + time.Nanoseconds / 1e9
        : throw new InvalidOperationException("the clock of this thread cannot be read");

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
