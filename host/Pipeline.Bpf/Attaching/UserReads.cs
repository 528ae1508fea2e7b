using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>
/// Keeps reads of user memory working under lockdown=confidentiality. There the kernel refuses bpf_probe_read_kernel and offers bpf_probe_read_user; libbpf asks for
/// the first only, concludes that the kernel knows neither, and turns calls of both into the old bpf_probe_read, which is refused. So on such a kernel the calls
/// are put back right before a program is loaded. Functions of the kernel's modules cannot be attached to then.
/// </summary>
internal static unsafe class UserReads
{
    private const int TracingType = 26;
    private const int KprobeType = 2;
    private const int FunctionEntry = 24;

    private static readonly (string Section, int AttachType)[] Handled = [("tp_btf+", 23), ("fentry+", 24), ("fexit+", 25)];
    // What names no place of its own: see DemandedLinks.
    private static readonly string[] OnDemand = ["uprobe", "uretprobe"];
    private static readonly Lazy<bool> CanCast = new(() => KernelHooks.IdOf("bpf_rdonly_cast", FunctionEntry) > 0);
    private static readonly Lazy<bool> IsNeeded = new(() => Confidentiality.IsOn && Register());

    [ThreadStatic]
    private static Dictionary<nint, ulong[]>? _written;

    [ThreadStatic]
    private static bool _subprogramsToo;

    /// <summary>Before any object is opened: libbpf looks up then who handles its programs.</summary>
    internal static void Prepare() => _ = IsNeeded.Value;

    /// <summary>Before an object is loaded, on the thread that will.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="programs">struct bpf_program of each that will be loaded.</param>
    internal static void Remember(BpfObjectSpec spec, IEnumerable<nint> programs)
    {
        if (!IsNeeded.Value)
            return;
        _subprogramsToo = !spec.SubprogramsReadKernel || (spec.CastsWhereItCan && CanCast.Value);
        _written = programs.ToDictionary(p => p, p => Instructions(p).ToArray());
    }

    private static Span<ulong> Instructions(nint program) => new(Libbpf.bpf_program__insns(program), (int)Libbpf.bpf_program__insn_cnt(program));

    private static bool Register()
    {
        foreach (var (section, attachType) in Handled)
        {
            var options = new ProgramHandlerOptions { Size = (nuint)sizeof(ProgramHandlerOptions), Cookie = attachType, PrepareLoad = &PrepareLoad, Attach = &Attach };
            if (Libbpf.libbpf_register_prog_handler(section, TracingType, attachType, options) < 0)
                throw new BpfException($"handle programs in {section}", Marshal.GetLastPInvokeError());
        }

        foreach (var section in OnDemand)
        {
            var options = new ProgramHandlerOptions { Size = (nuint)sizeof(ProgramHandlerOptions), PrepareLoad = &PrepareOnDemand };
            if (Libbpf.libbpf_register_prog_handler(section, KprobeType, 0, options) < 0)
                throw new BpfException($"handle programs in {section}", Marshal.GetLastPInvokeError());
        }

        return true;
    }

    [UnmanagedCallersOnly]
    private static int PrepareLoad(nint program, ProgramLoadOptions* options, nint attachType)
    {
        // What libbpf's own handler would have done.
        var hook = Marshal.PtrToStringUTF8((nint)Libbpf.bpf_program__section_name(program))!.Split('/')[^1];
        var target = KernelHooks.IdOf(hook, (int)attachType);
        if (target < 0)
            return target;
        options->AttachBtfId = (uint)target;
        PutBack(program);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int PrepareOnDemand(nint program, ProgramLoadOptions* options, nint cookie)
    {
        PutBack(program);
        return 0;
    }

    private static void PutBack(nint program)
    {
        var written = _written![program];
        var instructions = Instructions(program);
        for (var i = 0; i < instructions.Length; i++)
        {
            // Subprograms stand behind the program itself, in an order of libbpf's own.
            var isOurs = i < written.Length ? HelperCall.Of(written[i]) is HelperCall.ReadUser or HelperCall.ReadUserText : _subprogramsToo;
            if (isOurs && HelperCall.Of(instructions[i]) is HelperCall.Read)
                instructions[i] = HelperCall.To(HelperCall.ReadUser);
            else if (isOurs && HelperCall.Of(instructions[i]) is HelperCall.ReadText)
                instructions[i] = HelperCall.To(HelperCall.ReadUserText);
        }
    }

    [UnmanagedCallersOnly]
    private static int Attach(nint program, nint attachType, nint* link)
    {
        *link = Libbpf.bpf_program__attach_trace(program);
        return *link == 0 ? -Marshal.GetLastPInvokeError() : 0;
    }
}
