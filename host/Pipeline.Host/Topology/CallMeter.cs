using System.Runtime.InteropServices;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Measures CPU and allocation of a stretch of work on the current thread. A stretch that changed threads measures nothing.</summary>
internal sealed partial class CallMeter
{
    private const int ClockThreadCpuTime = 3;

    private int _thread;
    private long _cpu;
    private long _allocated;

    /// <summary>A meter whose first stretch begins now.</summary>
    public static CallMeter Start()
    {
        var meter = new CallMeter();
        meter.Begin();
        return meter;
    }

    public void Begin()
    {
        _thread = Environment.CurrentManagedThreadId;
        _cpu = ThreadCpu();
        _allocated = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>Adds the stretch to <paramref name="cost"/> and begins the next one.</summary>
    public void Lap(ComponentCost cost)
    {
        var (thread, cpu, allocated) = (_thread, _cpu, _allocated);
        Begin();
        if (thread == _thread)
            cost.Add(_cpu - cpu, _allocated - allocated);
    }

    private static long ThreadCpu() =>
        clock_gettime(ClockThreadCpuTime, out var time) == 0 ? time.Seconds * 1_000_000_000 + time.Nanoseconds : 0;

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
