using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The flood program's records and the series program's series, made by this process.</summary>
internal static partial class Flood
{
    internal const long RingBytes = 64 << 20;

    // A record of 64 bytes and the kernel's header.
    internal const int SlotBytes = 72;

    private const long Number = 0x5049;
    private const long MeasureNumber = 0x5056;
    private const long SeriesNumber = 0x5057;

    internal static void Make(long records) => _ = syscall(Number, records, 0);

    /// <summary>That many series in each hash of the series program.</summary>
    internal static void MakeSeries(int count)
    {
        _ = syscall(SeriesNumber, count, 0);
        for (var i = 0; i < count; i++)
            _ = syscall(MeasureNumber, i, 17L * i);
    }

    /// <summary>Makes records at a steady pace, a burst a millisecond.</summary>
    internal static async Task PaceAsync(int recordsASecond, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var made = 0L;
        while (clock.Elapsed < time)
        {
            var due = (long)(clock.Elapsed.TotalSeconds * recordsASecond);
            Make(due - made);
            made = due;
            await Task.Delay(1).ConfigureAwait(false);
        }
    }

    [LibraryImport("libc")]
    private static partial long syscall(long number, long argument, long second);
}
