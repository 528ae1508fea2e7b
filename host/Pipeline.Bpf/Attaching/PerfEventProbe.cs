using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>Tries the mechanisms that hang on a perf event, by opening one on this process alone.</summary>
internal static unsafe class PerfEventProbe
{
    private const uint Software = 1;
    private const uint Tracepoint = 2;
    private const string ProbeDevices = "/sys/bus/event_source/devices";

    internal static MechanismSupport Of(string mechanism) => mechanism switch
    {
        "tp" => TryTracepoint(),
        "uprobe" => TryUprobe(isReturn: false),
        "uretprobe" => TryUprobe(isReturn: true),
        "perf_event" => Open(Software, 0, null),
        _ => MechanismSupport.Unknown,
    };

    private static MechanismSupport TryTracepoint() =>
        Tracepoints.Find("sched", "sched_process_fork", out var problem) is { } id
            ? Open(Tracepoint, id, null)
            : new(false, ProgramState.AttachRefused, problem);

    private static MechanismSupport TryUprobe(bool isReturn)
    {
        var device = $"{ProbeDevices}/uprobe/type";
        // The start of an executable is its header, which is mapped but never run: no breakpoint is written anywhere.
        return File.Exists(device)
            ? Open(uint.Parse(File.ReadAllText(device), CultureInfo.InvariantCulture), isReturn ? 1UL : 0, "/proc/self/exe")
            : new(false, ProgramState.AttachRefused, "this kernel has no uprobes (CONFIG_UPROBE_EVENTS)");
    }

    private static MechanismSupport Open(uint type, ulong config, string? path)
    {
        // struct perf_event_attr: type, size, config, ..., uprobe_path at 56, probe_offset at 64.
        var attributes = stackalloc ulong[9];
        new Span<ulong>(attributes, 9).Clear();
        fixed (byte* file = path is null ? null : Encoding.UTF8.GetBytes(path + "\0"))
        {
            attributes[0] = type | (9UL * sizeof(ulong) << 32);
            attributes[1] = config;
            attributes[7] = (ulong)file;
            using var handle = new DescriptorHandle((int)Libc.syscall(Libc.PerfEventOpen, attributes, 0, -1, -1, Libc.PerfEventCloseOnExec));
            return handle.IsInvalid
                ? new(false, ProgramState.AttachRefused, $"refused by this kernel: perf_event_open gets {ErrorNumber.Describe(Marshal.GetLastPInvokeError())}")
                : new MechanismSupport(true);
        }
    }
}
