using System.Runtime.CompilerServices;

namespace Pipeline.Workloads.Tests.Catalog.Machine;

/// <summary>What a test needs of this machine; where that is missing, the test is skipped and says what.</summary>
internal static class Here
{
    private static readonly (int Bit, string Name)[] Kernel = [(21, "CAP_SYS_ADMIN"), (38, "CAP_PERFMON"), (39, "CAP_BPF")];

    internal static HostEnvironment Environment { get; } = new("here", Home(), TimeProvider.System);

    internal static bool IsRoot => !Missing().Any();

    /// <summary>A kernel that takes programs, and the programs.</summary>
    internal static void NeedsRoot()
    {
        Assert.True(File.Exists(Path.Combine(Home(), "bpf", "workloads.bpf.o")), $"{Home()} lacks the programs: build the installation first (./test.sh does), or set PIPELINE_HOME");
        Assert.SkipUnless(IsRoot, $"{string.Join(" and ", Missing())} missing: run as root");
    }

    private static IEnumerable<string> Missing()
    {
        var effective = Convert.ToUInt64(File.ReadLines("/proc/self/status").First(l => l.StartsWith("CapEff:", StringComparison.Ordinal))[7..].Trim(), 16);
        return Kernel.Where(c => (effective >> c.Bit & 1) == 0).Select(c => c.Name);
    }

    private static string Home([CallerFilePath] string here = "") => System.Environment.GetEnvironmentVariable("PIPELINE_HOME") is { Length: > 0 } home
        ? home
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "artifacts", "pipeline"));
}
