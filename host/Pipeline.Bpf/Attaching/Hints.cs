namespace Pipeline.Bpf.Attaching;

/// <summary>What an errno means for a program of a mechanism, and what helps. libbpf's own guesses (ulimit, mostly) are wrong on current kernels.</summary>
internal static class Hints
{
    private const string Smaller = "make its rings and maps smaller";

    /// <summary>For the load of an object as a whole: what no program of it could help.</summary>
    internal static string? ForLoad(int error, BpfSettings settings) =>
        ForMissingCapabilities(error) ?? (error == ErrorNumber.EAGAIN ? "signals to this process interrupted the verifier again and again" : null) ?? (settings.KernelBtf is null ? KernelBtf.Problem : null);

    /// <summary>For the load of one program of which the verifier said nothing.</summary>
    internal static string? ForLoad(string mechanism, int error, BpfSettings settings) =>
        ForLoad(error, settings) ?? error switch
        {
            ErrorNumber.EPERM when mechanism is "fentry" or "fexit" or "lsm" => $"refused by this kernel: {mechanism} is not available here",
            ErrorNumber.EPERM => "refused by this kernel, perhaps by lockdown or an LSM",
            ErrorNumber.ENOENT or ErrorNumber.ESRCH => "this kernel has no such hook",
            ErrorNumber.E2BIG => "it is too large or too complex for this kernel's verifier",
            ErrorNumber.EINVAL => "this kernel does not know the program's type or a helper it calls",
            ErrorNumber.ENOMEM => Smaller,
            _ => null,
        };

    /// <summary>For a program that calls what the kernel has not got for it.</summary>
    internal static string ForMissingFunction(string function) =>
        Confidentiality.IsOn && function.StartsWith("bpf_probe_read", StringComparison.Ordinal)
            ? "lockdown=confidentiality keeps kernel memory from programs, and this one reads it"
            : $"this kernel has no {function} for programs of its type";

    /// <summary>For a map that could not be made, to follow what libbpf says of it.</summary>
    internal static string ForMaps(int error) => error is ErrorNumber.ENOMEM or ErrorNumber.E2BIG ? $"; {Smaller}" : "";

    internal static string? ForAttach(string mechanism, int error) =>
        ForMissingCapabilities(error) ?? (mechanism, error) switch
        {
            ("kprobe" or "kretprobe", _) when MechanismProbe.Of(mechanism) is { Works: false } support => support.Detail,
            (_, ErrorNumber.ENOENT or ErrorNumber.ESRCH) => "this kernel has no such hook",
            (_, ErrorNumber.EPERM or ErrorNumber.EACCES) => "refused by this kernel, perhaps by lockdown or an LSM",
            (_, ErrorNumber.EOPNOTSUPP) => "its section does not say where to attach",
            _ => null,
        };

    private static string? ForMissingCapabilities(int error) =>
        error is ErrorNumber.EPERM or ErrorNumber.EACCES && Capabilities.Missing() is { Count: > 0 } missing
            ? $"{string.Join(" and ", missing)} missing; run as root, or: sudo setcap {string.Join(',', missing).ToLowerInvariant()}+ep {Environment.ProcessPath}"
            : null;
}
