namespace Pipeline.Kernel.Tests.Running;

/// <summary>What a test needs of the machine; where that is missing, the test is skipped and says what.</summary>
internal static class Needs
{
    private static readonly (int Bit, string Name)[] Kernel = [(21, "CAP_SYS_ADMIN"), (38, "CAP_PERFMON"), (39, "CAP_BPF")];
    private static readonly string[] ToolFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The published host, a kernel that takes programs, and the named tools.</summary>
    internal static void Root(params ReadOnlySpan<string> tools)
    {
        Host();
        var effective = Convert.ToUInt64(File.ReadLines("/proc/self/status").First(l => l.StartsWith("CapEff:", StringComparison.Ordinal))[7..].Trim(), 16);
        string[] missing = [.. Kernel.Where(c => (effective >> c.Bit & 1) == 0).Select(c => c.Name)];
        Assert.SkipWhen(missing.Length > 0, $"{string.Join(" and ", missing)} missing: run as root");
        Assert.SkipUnless(File.Exists("/sys/kernel/btf/vmlinux"), "kernel BTF (/sys/kernel/btf/vmlinux) missing");
        foreach (var tool in tools)
            Assert.SkipUnless(IsInstalled(tool), $"{tool} missing");
    }

    /// <summary>The published host.</summary>
    internal static void Host() =>
        Assert.True(File.Exists(Installed.Host), $"{Installed.Host} is missing: build the installation first (./test.sh does), or set PIPELINE_HOME");

    private static bool IsInstalled(string tool) => ToolFolders.Any(folder => File.Exists(Path.Combine(folder, tool)));
}
