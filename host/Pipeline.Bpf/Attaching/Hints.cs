namespace Pipeline.Bpf.Attaching;

/// <summary>What an errno means for a program of a mechanism, and what helps. libbpf's own guesses (ulimit, mostly) are wrong on current kernels.</summary>
internal static class Hints
{
    internal static string? ForLoad(string mechanism, int error, bool hasLog, BpfSettings settings)
    {
        var missing = Capabilities.Missing();
        if (error is ErrorNumber.EPERM or ErrorNumber.EACCES && missing.Count > 0)
            return $"{string.Join(" and ", missing)} missing; run as root or 'setcap {SetcapWords(missing)}+ep' the host";
        if (!KernelBtf.IsPresent && settings.KernelBtf is null)
            return "this kernel has no BTF; give a BTF file made for it";
        return error switch
        {
            _ when hasLog => "the verifier rejected it",
            ErrorNumber.EPERM when mechanism is "fentry" or "fexit" or "lsm" => $"refused by this kernel: {mechanism} is not available here",
            ErrorNumber.EPERM => "refused by this kernel, perhaps by lockdown or an LSM",
            ErrorNumber.ENOENT or ErrorNumber.ESRCH => "this kernel has no such hook",
            ErrorNumber.E2BIG => "it is too large or too complex for this kernel's verifier",
            ErrorNumber.EINVAL => "this kernel does not know the program's type or a helper it calls",
            ErrorNumber.ENOMEM => "make its rings and maps smaller",
            _ => null,
        };
    }

    internal static string? ForAttach(string mechanism, int error)
    {
        var missing = Capabilities.Missing();
        if (error is ErrorNumber.EPERM or ErrorNumber.EACCES && missing.Count > 0)
            return $"{string.Join(" and ", missing)} missing; run as root or 'setcap {SetcapWords(missing)}+ep' the host";
        return (mechanism, error) switch
        {
            ("tp", ErrorNumber.ENOENT) when !Directory.Exists("/sys/kernel/tracing/events") && !Directory.Exists("/sys/kernel/debug/tracing/events") =>
                "tracefs is not mounted; run 'mount -t tracefs tracefs /sys/kernel/tracing'",
            ("kprobe" or "kretprobe", _) when MechanismProbe.Of(mechanism) is { Works: false } support => support.Detail,
            (_, ErrorNumber.ENOENT or ErrorNumber.ESRCH) => "this kernel has no such hook",
            (_, ErrorNumber.EPERM or ErrorNumber.EACCES) => "refused by this kernel, perhaps by lockdown or an LSM",
            (_, ErrorNumber.EOPNOTSUPP) => "its section does not say where to attach",
            _ => null,
        };
    }

    private static string SetcapWords(IReadOnlyList<string> names) => string.Join(',', names).ToLowerInvariant();
}
