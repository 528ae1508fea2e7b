using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Tests;

/// <summary>The system calls that the fixtures with figures answer, which no kernel has: their failure is expected.</summary>
internal static partial class Measure
{
    private const long MeasureNumber = 0x5052;
    private const long ForgetNumber = 0x5053;
    private const long ObserveNumber = 0x5054;
    private const long MakeNumber = 0x5055;

    internal static BpfSettings Settings(params ReadOnlySpan<(string, object)> more)
    {
        var options = new Dictionary<string, object> { ["target_pid"] = (long)Environment.ProcessId };
        foreach (var (name, value) in more)
            options.Add(name, value);
        return new BpfSettings { Options = options };
    }

    /// <summary>One more value in a series.</summary>
    internal static void Value(ulong series, ulong value) => _ = syscall(MeasureNumber, series, value);

    /// <summary>Removes a series of the table <c>plain</c>.</summary>
    internal static void Forget(ulong series, ulong value) => _ = syscall(ForgetNumber, series, value);

    internal static void Observe(ulong value) => _ = syscall(ObserveNumber, value, 0);

    /// <summary>That many rows, which are counted as well.</summary>
    internal static void Make(ulong rows) => _ = syscall(MakeNumber, rows, 0);

    [LibraryImport("libc")]
    private static partial long syscall(long number, ulong first, ulong second);
}
