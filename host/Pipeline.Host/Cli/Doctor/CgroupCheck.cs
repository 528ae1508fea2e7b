using Pipeline.Bpf;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Which versions of cgroups there are: columns named cgroup_id are about version 2.</summary>
internal sealed class CgroupCheck(HostEnvironment environment) : ICheck
{
    private const string Subject = "cgroups";

    public IEnumerable<Finding> Run()
    {
        var (second, first) = (Cgroups.Mounts(environment.HostRoot), Mounts.Of("cgroup"));
        yield return (second.Count, first.Count) switch
        {
            (0, 0) => new Finding(Health.Limited, Subject, "not mounted: cgroup ids have no names", "mount -t cgroup2 cgroup2 /sys/fs/cgroup"),
            (0, _) => new Finding(Health.Limited, Subject, "version 1 only: cgroup ids have no names", "boot with systemd.unified_cgroup_hierarchy=1"),
            (_, 0) => new Finding(Health.Ok, Subject, $"version 2 at {second[0]}"),
            _ => new Finding(Health.Ok, Subject, $"version 2 at {second[0]}, beside version 1, which has {first.Count} hierarchies"),
        };
    }
}
