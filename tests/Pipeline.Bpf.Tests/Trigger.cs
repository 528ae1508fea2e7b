using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Tests;

/// <summary>Makes fixture programs run: a system call that nothing else in this process makes.</summary>
internal static partial class Trigger
{
    /// <summary>getpgid's number.</summary>
    internal static long Number { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 155 : 121;

    internal static BpfSettings Settings(params ReadOnlySpan<(string, object)> more)
    {
        var options = new Dictionary<string, object> { ["target_pid"] = (long)Environment.ProcessId, ["trigger"] = Number };
        foreach (var (name, value) in more)
            options.Add(name, value);
        return new BpfSettings { Options = options };
    }

    internal static void Pull() => _ = getpgid(0);

    [LibraryImport("libc")]
    private static partial int getpgid(int pid);
}
