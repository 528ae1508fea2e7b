namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether the limit of locked memory, to which old kernels charge maps, is in the way.</summary>
internal sealed class LockedMemoryCheck : ICheck
{
    private const string Subject = "RLIMIT_MEMLOCK";
    private const string Unlimited = "unlimited";

    // Linux 5.11 charges BPF memory to the cgroup instead.
    private static readonly Version Irrelevant = new(5, 11);

    public IEnumerable<Finding> Run()
    {
        var limit = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max locked memory", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        var shown = limit == Unlimited ? limit : $"{limit} bytes";
        if (Environment.OSVersion.Version >= Irrelevant)
            yield return new Finding(Health.Ok, Subject, $"{shown}, which plays no part since Linux {Irrelevant}");
        else if (limit == Unlimited)
            yield return new Finding(Health.Ok, Subject, shown);
        else
            yield return new Finding(Health.Limited, Subject, $"{shown}: before Linux {Irrelevant} maps and rings must fit into it", "ulimit -l unlimited, or LimitMEMLOCK=infinity in the unit");
    }
}
