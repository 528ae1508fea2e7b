using System.Runtime.InteropServices;
using Pipeline.Bpf.Attaching;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf;

/// <summary>What this machine has for kernel programs, found out by trying. Thread-safe; probes run once a process and leave nothing attached.</summary>
public static class KernelFeatures
{
    private const int RingBufferMap = 27;

    // What goes through perf_event_open; the others are tried by an empty program.
    private static readonly string[] Events = ["tp", "uprobe", "uretprobe", "perf_event"];

    private static readonly string[] Programs = ["tp_btf", "raw_tp", "fentry", "fexit", "kprobe", "kretprobe", "iter", "lsm"];

    /// <summary>Version of the library as loaded; null when it is not installed, and then nothing else here may be called.</summary>
    public static string? LibbpfVersion { get; } =
        NativeLibrary.TryLoad(Libbpf.Library, typeof(Libbpf).Assembly, null, out _) ? $"{Libbpf.libbpf_major_version()}.{Libbpf.libbpf_minor_version()}" : null;

    /// <summary>Whether the kernel describes its own types, without which objects need a BTF file made for it.</summary>
    public static bool HasBtf => KernelBtf.IsPresent;

    /// <summary>The capabilities that loading and attaching need and this process lacks.</summary>
    public static IReadOnlyList<string> MissingCapabilities() => Capabilities.Missing();

    /// <summary>Whether ring buffers can be made (Linux 5.8 and later); null where that cannot be told.</summary>
    public static unsafe bool? HasRingBuffer()
    {
        using var quiet = LibbpfLog.Capture();
        return Libbpf.libbpf_probe_bpf_map_type(RingBufferMap, null) switch
        {
            1 => true,
            // Without the capabilities a refusal says nothing about the kernel.
            0 when Capabilities.Missing().Count == 0 => false,
            _ => null,
        };
    }

    /// <summary>Tries each mechanism.</summary>
    public static IReadOnlyList<MechanismStatus> ProbeMechanisms()
    {
        var missing = Capabilities.Missing();
        if (missing.Count > 0)
            return [.. Programs.Concat(Events).Select(m => new MechanismStatus(m, null, $"cannot be tried without {string.Join(" and ", missing)}"))];
        return [.. Programs.Select(m => StatusOf(m, MechanismProbe.Of(m))), .. Events.Select(m => StatusOf(m, PerfEventProbe.Of(m)))];
    }

    private static MechanismStatus StatusOf(string mechanism, MechanismSupport support) =>
        new(mechanism, support.Works, support is { Works: null, Detail: "" } ? "can only be told by trying a program itself" : support.Detail);
}
