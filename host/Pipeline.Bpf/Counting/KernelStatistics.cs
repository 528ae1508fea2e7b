using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf;

/// <summary>
/// Keeps the kernel's run time statistics of BPF programs on until disposed. They are one switch for the machine, counted by the kernel, and cost every program
/// two clock reads a run.
/// </summary>
public sealed class KernelStatistics : IDisposable
{
    private readonly DescriptorHandle _switch;

    private KernelStatistics(DescriptorHandle handle) => _switch = handle;

    /// <exception cref="BpfException">The kernel refuses (CAP_SYS_ADMIN is needed) or is older than 5.8.</exception>
    public static KernelStatistics Enable()
    {
        var handle = BpfSyscalls.bpf_enable_stats(BpfSyscalls.StatsRunTime);
        return handle.IsInvalid || handle.DangerousGetHandle() < 0
            ? throw new BpfException(
                "turn on BPF statistics", Marshal.GetLastPInvokeError(), "CAP_SYS_ADMIN is needed; run as root or set sysctl kernel.bpf_stats_enabled=1")
            : new KernelStatistics(handle);
    }

    /// <inheritdoc/>
    public void Dispose() => _switch.Dispose();
}
