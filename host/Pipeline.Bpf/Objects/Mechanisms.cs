namespace Pipeline.Bpf.Objects;

/// <summary>What a section's name says about how its program attaches.</summary>
internal static class Mechanisms
{
    // As libbpf names them. Those that need more than a name (usdt without a path, perf_event, xdp, cgroup) load and are refused at attach.
    private static readonly (string Prefix, string Mechanism)[] Prefixes =
    [
        ("tp_btf", "tp_btf"), ("raw_tp", "raw_tp"), ("raw_tracepoint", "raw_tp"), ("tp", "tp"), ("tracepoint", "tp"),
        ("fentry.s", "fentry"), ("fentry", "fentry"), ("fexit.s", "fexit"), ("fexit", "fexit"),
        ("kprobe", "kprobe"), ("kretprobe", "kretprobe"), ("ksyscall", "kprobe"), ("kretsyscall", "kretprobe"),
        ("uprobe.s", "uprobe"), ("uprobe", "uprobe"), ("uretprobe.s", "uretprobe"), ("uretprobe", "uretprobe"), ("usdt", "usdt"),
        ("lsm.s", "lsm"), ("lsm", "lsm"), ("iter.s", "iter"), ("iter", "iter"), ("perf_event", "perf_event"), ("xdp", "xdp"),
        ("cgroup_skb", "cgroup"), ("cgroup", "cgroup"), ("sockops", "cgroup"),
    ];

    /// <summary>Mechanism and hook of a section: <c>tp/block/block_rq_issue</c> is a tp on block_rq_issue.</summary>
    internal static (string Mechanism, string? Hook) OfSection(string section)
    {
        // libbpf leaves programs in ?SECTION alone unless asked; the host asks for each program itself.
        var parts = section.TrimStart('?').Split('/');
        foreach (var (prefix, mechanism) in Prefixes)
            if (parts[0] == prefix)
                return (mechanism, parts.Length > 1 ? parts[^1] : null);
        throw new FormatException($"section '{section}' names no known mechanism");
    }
}
