namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether tracefs is there, in which tracepoints are looked up by programs that attach by <c>tp</c>.</summary>
internal sealed class TracefsCheck : ICheck
{
    private const string Subject = "tracefs";

    public IEnumerable<Finding> Run()
    {
        var places = Mounts.Of("tracefs");
        if (places.Count == 0)
            yield return new Finding(Health.Limited, Subject, "not mounted: programs that attach by tp cannot find their hooks", "mount -t tracefs tracefs /sys/kernel/tracing");
        else if (places.FirstOrDefault(p => Directory.Exists(Path.Combine(p, "events"))) is { } readable)
            yield return new Finding(Health.Ok, Subject, $"mounted at {readable}");
        else
            yield return Environment.IsPrivilegedProcess
                ? new Finding(Health.Limited, Subject, $"mounted at {places[0]}, but closed to everybody, as lockdown=confidentiality does: programs that attach by tp cannot find their hooks")
                : new Finding(Health.Limited, Subject, $"mounted at {places[0]}, but this user cannot read it: programs that attach by tp cannot find their hooks", "run as root");
    }
}
