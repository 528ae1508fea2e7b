using Pipeline.Bpf;

namespace Pipeline.Sources.Sockets;

/// <summary>What a configuration narrows down to, as the programs take it.</summary>
internal static class Selection
{
    /// <summary>Values of the programs' options.</summary>
    /// <exception cref="OptionException">The cgroup is none.</exception>
    internal static IReadOnlyDictionary<string, object> Of(SocketsOptions options, HostEnvironment environment) => new Dictionary<string, object>
    {
        ["unix_sockets"] = options.Unix,
        ["tls"] = options.Tls,
        ["pids"] = Pids(options),
        ["cgroup_id"] = options.Cgroup.Length == 0 ? 0L : (long)CgroupFolder.IdOf(options.Cgroup, environment),
        ["ports"] = Ports(options),
        ["cidrs"] = Cidrs(options),
        ["protocols"] = options.Protocols.Aggregate(0L, (bits, protocol) => bits | 1L << (int)protocol),
    };

    /// <summary>Whether the programs take the lists.</summary>
    /// <exception cref="OptionException">They do not: says which, and why.</exception>
    internal static void Check(SocketsOptions options, BpfObjectSpec spec)
    {
        Check(spec, "pids", Pids(options));
        Check(spec, "ports", Ports(options));
        Check(spec, "cidrs", Cidrs(options));
    }

    // A list's mistake may be in one of them, or in how many there are.
    private static void Check(BpfObjectSpec spec, string name, object[] list)
    {
        var option = spec.Options.First(o => o.Name == name);
        for (var i = 0; i < list.Length; i++)
            if (!option.Accepts(new[] { list[i] }, out var problem))
                throw new OptionException($"{name}.{i}", problem);
        if (!option.Accepts(list, out var many))
            throw new OptionException(name, many);
    }

    private static object[] Pids(SocketsOptions options) => [.. options.Pids.Select(p => (object)(long)p)];

    private static object[] Ports(SocketsOptions options) => [.. options.Ports.Select(p => (object)(long)p)];

    private static object[] Cidrs(SocketsOptions options) => [.. options.Cidrs];
}
