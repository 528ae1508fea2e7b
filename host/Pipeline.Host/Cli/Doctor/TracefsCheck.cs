namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether tracefs is there, in which tracepoints are looked up by programs that attach by <c>tp</c>.</summary>
internal sealed class TracefsCheck : ICheck
{
    private const string Subject = "tracefs";
    private const string Place = "/sys/kernel/tracing";

    public IEnumerable<Finding> Run()
    {
        // Where libbpf looks, which knows nothing of a machine's root folder elsewhere.
        var all = Mounts.Of("tracefs");
        var places = all.Where(p => p is Place or "/sys/kernel/debug/tracing").ToArray();
        if (places.Length == 0 && all.Count > 0)
            yield return new Finding(Health.Limited, Subject, $"mounted at {all[0]}, where libbpf does not look: programs that attach by tp cannot find their hooks", $"docker run -v {Place}:{Place}, or: mount --bind {all[0]} {Place}");
        else if (places.Length == 0)
            yield return new Finding(Health.Limited, Subject, "not mounted: programs that attach by tp cannot find their hooks", $"mount -t tracefs tracefs {Place}");
        else if (places.FirstOrDefault(p => Directory.Exists(Path.Combine(p, "events"))) is { } readable)
            yield return new Finding(Health.Ok, Subject, $"mounted at {readable}");
        else
            yield return Environment.IsPrivilegedProcess
                ? new Finding(Health.Limited, Subject, $"mounted at {places[0]}, but closed to everybody, as lockdown=confidentiality does: programs that attach by tp cannot find their hooks")
                : new Finding(Health.Limited, Subject, $"mounted at {places[0]}, but this user cannot read it: programs that attach by tp cannot find their hooks", "run as root");
    }
}
