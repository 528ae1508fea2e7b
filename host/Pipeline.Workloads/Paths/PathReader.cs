namespace Pipeline.Workloads.Paths;

/// <summary>Reads the path of a cgroup from its root down, each name by itself, since runtimes, the kubelet and systemd each put theirs where they are told to.</summary>
internal static class PathReader
{
    internal const string Deleted = " (deleted)";

    internal static Workload Read(string path)
    {
        if (path.EndsWith(Deleted, StringComparison.Ordinal))
            path = path[..^Deleted.Length];

        // A reader in a cgroup namespace of its own sees what is outside of it behind "/../..".
        var names = path.Split('/').Where(n => n is not ("" or "." or "..")).ToArray();
        if (names.Length == 0)
            return Workload.None;
        var found = new Nesting();
        var above = "";
        foreach (var name in names)
        {
            found.Enter(PodName.Read(name), ContainerName.Read(name, above));
            above = name;
        }

        var (slice, unit, userUnit) = UnitPath.Read(names);
        var workload = new Workload
        {
            Runtime = found.Container?.Runtime ?? ContainerRuntime.None,
            ContainerId = found.Container?.Id,
            OuterContainerId = found.Outer?.Id,
            PodUid = found.Pod,
            Slice = slice,
            Unit = unit,
            UserUnit = userUnit,
        };
        return workload == Workload.None ? Workload.None : workload;
    }
}
