using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>
/// Tries each mechanism once a process with a two-instruction program on a hook that every kernel with the mechanism has. One refused program fails the load of
/// a whole object, so it is cheaper to know before.
/// </summary>
internal static unsafe class MechanismProbe
{
    private const int KprobeType = 2;
    private const int RawTracepointType = 17;
    private const int TracingType = 26;
    private const int LsmType = 29;
    private const int AttachRawTracepoint = 23;
    private const int AttachFentry = 24;
    private const int AttachFexit = 25;
    private const int AttachLsm = 27;
    private const int AttachIterator = 28;

    // Rare events and a function that only BPF's own self test calls: the probe costs nobody anything while it is attached.
    private const string RareTracepoint = "task_newtask";
    private const string TestFunction = "bpf_fentry_test1";
    private const string IteratorTarget = "task";
    private const string KprobeFunction = "do_exit";

    private static readonly ConcurrentDictionary<string, Lazy<MechanismSupport>> Results = new(StringComparer.Ordinal);

    internal static MechanismSupport Of(string mechanism) =>
        Results.GetOrAdd(mechanism, m => new Lazy<MechanismSupport>(() => Try(m))).Value;

    private static MechanismSupport Try(string mechanism) => mechanism switch
    {
        "raw_tp" => TryTracing(RawTracepointType, 0, null, RareTracepoint),
        "tp_btf" => TryTracing(TracingType, AttachRawTracepoint, RareTracepoint, null),
        "fentry" => TryTracing(TracingType, AttachFentry, TestFunction, null),
        "fexit" => TryTracing(TracingType, AttachFexit, TestFunction, null),
        "iter" => TryIterator(),
        "lsm" => TryTracing(LsmType, AttachLsm, "file_open", null),
        "kprobe" => TryKprobe(isReturn: false),
        "kretprobe" => TryKprobe(isReturn: true),
        _ => MechanismSupport.Unknown,
    };

    private static MechanismSupport TryTracing(int type, int attachType, string? target, string? tracepoint)
    {
        using var quiet = LibbpfLog.Capture();
        var id = target is null ? 0 : KernelHooks.IdOf(target, attachType);
        if (id < 0)
            return KernelBtf.Problem is { } problem ? new(false, ProgramState.LoadRefused, problem) : MechanismSupport.Unknown;
        using var program = Load(type, attachType, (uint)id, out var error);
        if (program.IsInvalid)
            return Refused(ProgramState.LoadRefused, error, target ?? "a two-instruction program");
        using var link = new DescriptorHandle(BpfSyscalls.bpf_raw_tracepoint_open(tracepoint, (int)program.DangerousGetHandle()) is >= 0 and var fd ? fd : -1);
        return link.IsInvalid
            ? Refused(ProgramState.AttachRefused, Marshal.GetLastPInvokeError(), tracepoint ?? target!)
            : new MechanismSupport(true);
    }

    // Attaching one only makes it: it runs when somebody reads it, and nobody does.
    private static MechanismSupport TryIterator()
    {
        using var quiet = LibbpfLog.Capture();
        var id = KernelHooks.IdOf(IteratorTarget, AttachIterator);
        if (id < 0)
            return KernelBtf.Problem is { } problem ? new(false, ProgramState.LoadRefused, problem) : MechanismSupport.Unknown;
        using var program = Load(TracingType, AttachIterator, (uint)id, out var error);
        if (program.IsInvalid)
            return Refused(ProgramState.LoadRefused, error, "an iterator of tasks");
        using var link = new DescriptorHandle(
            BpfSyscalls.bpf_link_create((int)program.DangerousGetHandle(), 0, AttachIterator, null) is >= 0 and var fd ? fd : -1);
        return link.IsInvalid ? Refused(ProgramState.AttachRefused, Marshal.GetLastPInvokeError(), "an iterator of tasks") : new MechanismSupport(true);
    }

    private static MechanismSupport TryKprobe(bool isReturn)
    {
        const string kind = "/sys/bus/event_source/devices/kprobe/type";
        if (!File.Exists(kind))
            return File.Exists("/sys/kernel/tracing/kprobe_events") || File.Exists("/sys/kernel/debug/tracing/kprobe_events")
                ? MechanismSupport.Unknown
                : new(false, ProgramState.AttachRefused, "this kernel has no kprobes (CONFIG_KPROBE_EVENTS)");
        using (var program = Load(KprobeType, 0, 0, out var error))
            if (program.IsInvalid)
                return Refused(ProgramState.LoadRefused, error, "a two-instruction program");

        // struct perf_event_attr: type, size, config (bit 0: return probe), ..., kprobe_func at 56, probe_offset at 64.
        var attributes = stackalloc ulong[9];
        new Span<ulong>(attributes, 9).Clear();
        fixed (byte* function = Encoding.ASCII.GetBytes(KprobeFunction + "\0"))
        {
            var type = uint.Parse(File.ReadAllText(kind), CultureInfo.InvariantCulture);
            attributes[0] = type | (9UL * sizeof(ulong) << 32);
            attributes[1] = isReturn ? 1UL : 0;
            attributes[7] = (ulong)function;
            using var handle = new DescriptorHandle((int)Libc.syscall(Libc.PerfEventOpen, attributes, -1, 0, -1, Libc.PerfEventCloseOnExec));
            if (!handle.IsInvalid)
                return new MechanismSupport(true);
            var error = Marshal.GetLastPInvokeError();
            return Confidentiality.IsOn
                ? new(false, ProgramState.AttachRefused, "kprobes are closed by lockdown=confidentiality")
                : Refused(ProgramState.AttachRefused, error, KprobeFunction);
        }
    }

    // Without the capabilities a refusal says nothing about the kernel.
    private static MechanismSupport Refused(ProgramState at, int error, string what) =>
        Capabilities.Missing().Count > 0
            ? MechanismSupport.Unknown
            : new(false, at, $"refused by this kernel: even an empty program on {what} gets {ErrorNumber.Describe(error)}");

    internal static DescriptorHandle Load(int type, int attachType, uint target, out int error)
    {
        // r0 = 0; exit
        var instructions = stackalloc ulong[2] { 0x00000000_0000_00b7, 0x00000000_0000_0095 };
        var options = new ProgramLoadOptions { Size = (nuint)sizeof(ProgramLoadOptions), ExpectedAttachType = attachType, AttachBtfId = target };
        var descriptor = BpfSyscalls.bpf_prog_load(type, "pipeline_probe", "GPL", instructions, 2, options);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new DescriptorHandle(descriptor < 0 ? -1 : descriptor);
    }
}
