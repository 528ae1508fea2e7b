using Pipeline.Bpf;

namespace Pipeline.Sources.Sockets;

/// <summary>The kernel programs of the source, and what its options mean to them.</summary>
internal static class SocketsObject
{
    /// <summary>The iterator that looks at the sockets that were there before.</summary>
    internal const string OlderSockets = "all__task_file__iter";

    /// <exception cref="OptionException">It cannot be read, or has no such variant.</exception>
    internal static BpfObjectSpec Read(SocketsOptions options, HostEnvironment environment)
    {
        BpfObjectSpec spec;
        try
        {
            spec = BpfObjectSpec.Read(Path.Combine(environment.InstallDirectory, "bpf", "sockets.bpf.o"));
        }
        catch (BpfException e)
        {
            throw new OptionException("type", e.Message);
        }

        Selection.Check(options, spec);
        return options.Variant is not { } variant || spec.Variants.Contains(variant)
            ? spec
            : throw new OptionException("variant", $"the programs have no such variant (got \"{variant}\", expected {string.Join(", ", spec.Variants)})")
            {
                Word = variant,
                Accepted = spec.Variants,
            };
    }

    internal static BpfSettings Settings(SocketsOptions options, HostEnvironment environment) => new()
    {
        Options = Selection.Of(options, environment),
        RingBytes = options.RingSize.Bytes,
        MaxSeries = options.MaxSeries,
        Variant = options.Variant,
        HostPid = environment.IncludeSelf ? 0 : environment.ProcessId,
    };
}
