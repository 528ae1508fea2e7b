namespace Pipeline.Workloads.Paths;

/// <summary>Whether the name of a cgroup is that of a container.</summary>
internal static class ContainerName
{
    // Ids are 64 digits; behind a runtime's own prefix shorter ones are believed too.
    private const int WholeId = 64;
    private const int ShortestId = 12;

    private const string Scope = ".scope";
    private const string Machine = "machine-";
    private const string Nspawn = "systemd-nspawn@";
    private const string Service = ".service";
    private const string LxcPayload = "lxc.payload.";

    // Monitors have names such as crio-conmon-ID: what stands behind the prefix is no id then.
    private static readonly (string Prefix, ContainerRuntime Runtime)[] Prefixes =
    [
        ("docker-", ContainerRuntime.Docker),
        ("cri-containerd-", ContainerRuntime.Containerd),
        ("nerdctl-", ContainerRuntime.Containerd),
        ("crio-", ContainerRuntime.Crio),
        ("libpod-payload-", ContainerRuntime.Podman),
        ("libpod-", ContainerRuntime.Podman),
    ];

    // What machined registers under the same prefix and is no container of its kind.
    private static readonly string[] OtherMachines = ["qemu-", "lxc-"];

    /// <param name="name">The cgroup's.</param>
    /// <param name="above">Its parent's.</param>
    /// <returns>Null: of no container.</returns>
    internal static Container? Read(string name, string above) => name.EndsWith(Scope, StringComparison.Ordinal)
        ? Prefixed(name[..^Scope.Length]) ?? OfMachine(name[..^Scope.Length])
        : Prefixed(name) ?? Delegated(name) ?? OfNspawn(name) ?? OfLxc(name, above) ?? Bare(name, above);

    private static Container? Prefixed(string name)
    {
        foreach (var (prefix, runtime) in Prefixes)
            if (name.StartsWith(prefix, StringComparison.Ordinal) && IsId(name.AsSpan(prefix.Length), ShortestId))
                return new Container(runtime, name[prefix.Length..]);
        return null;
    }

    // SLICE:PREFIX:ID is what is meant for systemd's driver, and what becomes a folder where the runtime has the other one.
    private static Container? Delegated(string name) =>
        name.Split(':') is [_, var prefix, var id] ? Prefixed($"{prefix}-{id}") : null;

    private static Container? OfMachine(string name)
    {
        if (!name.StartsWith(Machine, StringComparison.Ordinal))
            return null;
        var machine = UnitName.Unescape(name[Machine.Length..]);
        return machine.Length == 0 || OtherMachines.Any(o => machine.StartsWith(o, StringComparison.Ordinal)) ? null : new Container(ContainerRuntime.Nspawn, machine);
    }

    private static Container? OfNspawn(string name) =>
        name.StartsWith(Nspawn, StringComparison.Ordinal) && name.EndsWith(Service, StringComparison.Ordinal) && name.Length > Nspawn.Length + Service.Length
            ? new Container(ContainerRuntime.Nspawn, UnitName.Unescape(name[Nspawn.Length..^Service.Length]))
            : null;

    private static Container? OfLxc(string name, string above) =>
        name.StartsWith(LxcPayload, StringComparison.Ordinal) && name.Length > LxcPayload.Length
            ? new Container(ContainerRuntime.Lxc, name[LxcPayload.Length..])
            : above is "lxc" or "lxc.payload" ? new Container(ContainerRuntime.Lxc, name) : null;

    private static Container? Bare(string name, string above) => name.Length != WholeId || !IsId(name, WholeId)
        ? null
        : new Container(
            above switch
            {
                "docker" => ContainerRuntime.Docker,
                "k8s.io" or "default" => ContainerRuntime.Containerd,
                "libpod_parent" => ContainerRuntime.Podman,
                _ => ContainerRuntime.Unknown,
            },
            name);

    private static bool IsId(ReadOnlySpan<char> text, int shortest) => text.Length >= shortest && text.Length <= WholeId && text.IndexOfAnyExcept("0123456789abcdef") < 0;
}
