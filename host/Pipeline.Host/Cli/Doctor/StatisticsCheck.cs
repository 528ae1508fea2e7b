using Pipeline.Bpf;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether the kernel can be asked what programs cost.</summary>
internal sealed class StatisticsCheck : ICheck
{
    private const string Subject = "BPF statistics";
    private const string Setting = "/proc/sys/kernel/bpf_stats_enabled";

    public IEnumerable<Finding> Run()
    {
        yield return Look();
    }

    private static Finding Look()
    {
        if (File.Exists(Setting) && File.ReadAllText(Setting).Trim() == "1")
            return new Finding(Health.Ok, Subject, "always on here (kernel.bpf_stats_enabled = 1), at two clock reads a run of every program");
        try
        {
            KernelStatistics.Enable().Dispose();
            return new Finding(Health.Ok, Subject, "off, and the host can turn them on while it runs");
        }
        catch (BpfException e)
        {
            return new Finding(Health.Limited, Subject, $"off: run time and count of programs stay 0 ({e.Message})", "run as root, or: sysctl kernel.bpf_stats_enabled=1");
        }
    }
}
