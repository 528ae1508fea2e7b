namespace Pipeline.Bpf.Attaching;

/// <summary>Finds out from what libbpf and the verifier said why an object did not load.</summary>
/// <param name="error">errno of the load.</param>
/// <param name="said">What libbpf printed meanwhile.</param>
/// <param name="settings">How it was to be loaded.</param>
internal sealed class LoadRefusal(int error, string said, BpfSettings settings)
{
    /// <param name="programs">Those that were to be loaded.</param>
    /// <param name="logOf">The verifier's log of each; empty where it did not come so far.</param>
    internal Refusal Explain(IReadOnlyCollection<ProgramSpec> programs, Func<ProgramSpec, string> logOf)
    {
        // libbpf stops at the first program that fails and names it in its message.
        var failed = programs.FirstOrDefault(p => Says($"prog '{p.Name}': BPF program load failed"))
            ?? programs.FirstOrDefault(p => Says($"prog '{p.Name}': failed"))
            ?? programs.FirstOrDefault(p => logOf(p).Length > 0);
        if (failed is null)
            return Refused(null, Hints.ForLoad(error, settings), MissesFunction(), Hints.ForMaps(error));
        var log = logOf(failed);
        if (log.Trim().Length == 0)
            return Refused(failed, Hints.ForLoad(failed.Mechanism, error, settings), IsAbsence(failed.Mechanism));
        return Absence(log) is { } absence
            ? Refused(failed, absence, notOffered: true)
            : Refused(failed, $"{Hints.ForLoad(error, settings) ?? "the verifier rejected it"}\n{(settings.WholeVerifierLog ? log : VerifierLog.Cut(log))}", notOffered: false);
    }

    // Without the capabilities functions are missing that the kernel has.
    private static string? Absence(string log) =>
        Capabilities.Missing().Count > 0 ? null
        : VerifierLog.MissingFunction(log) is { } function ? Hints.ForMissingFunction(function)
        : VerifierLog.HookOfFewerArguments(log) is { } hook ? $"{hook} tells less on this kernel than the program wants to know"
        : null;

    private Refusal Refused(ProgramSpec? program, string? hint, bool notOffered, string remedy = "") =>
        new(program, ProgramState.LoadRefused, $"{ErrorNumber.Describe(error)}{(hint is null ? LastLine() + remedy : $": {hint}")}", notOffered) { WasInterrupted = error == ErrorNumber.EAGAIN };

    // Before libbpf loads a program it looks up its hook, and the functions of the kernel's own that it calls: ESRCH if there is no such thing.
    private bool MissesFunction() => error == ErrorNumber.ESRCH && Says("extern (func ksym)");

    private bool IsAbsence(string mechanism) =>
        Capabilities.Missing().Count == 0
        && error switch
        {
            ErrorNumber.ENOENT or ErrorNumber.ESRCH => true,
            // From the kernel it is a type of program that it does not know; from libbpf it may be a damaged object.
            ErrorNumber.EINVAL => Says("BPF program load failed"),
            ErrorNumber.EPERM => mechanism is "fentry" or "fexit" or "lsm",
            _ => false,
        };

    private bool Says(string text) => said.Contains(text, StringComparison.Ordinal);

    private string LastLine()
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(l => !l.Contains("failed to load object", StringComparison.Ordinal)) is { } line ? $" ({line})" : "";
    }
}
