using System.Runtime.InteropServices;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>The system calls that the test programs answer, which no kernel has: their failure is expected.</summary>
internal static partial class Syscall
{
    internal const long Flood = 0x5049;
    internal const long SharedRing = 0x5050;
    internal const long Lying = 0x5051;
    internal const long Measure = 0x5056;
    internal const long MakeSeries = 0x5057;

    internal static void Make(long number, long argument, long second = 0) => _ = syscall(number, argument, second);

    internal static void GetProcessGroup() => _ = getpgid(0);

    [LibraryImport("libc")]
    private static partial long syscall(long number, long argument, long second);

    [LibraryImport("libc")]
    private static partial int getpgid(int pid);
}
