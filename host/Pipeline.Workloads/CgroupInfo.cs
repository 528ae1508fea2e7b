namespace Pipeline.Workloads;

/// <summary>A cgroup under one path. A renamed one (v1) is another from then on. Any thread.</summary>
public sealed class CgroupInfo
{
    internal CgroupInfo(int number, int hierarchy, ulong id, string path)
    {
        Number = number;
        Hierarchy = hierarchy;
        Id = id;
        Path = path;
        Workload = Workload.Of(path);
    }

    /// <summary>
    /// A small number, no two known cgroups have the same: an index for caches. It is given to another once this one is forgotten, so a cache keeps this object beside
    /// what it knows, and compares.
    /// </summary>
    public int Number { get; }

    /// <summary>0 for version 2, else the number of the v1 hierarchy as in /proc/PID/cgroup; -1: not known, only the path was told.</summary>
    public int Hierarchy { get; }

    /// <summary>The kernel's number, that of the folder: for version 2 what rows have as cgroup_id. 0: not known.</summary>
    public ulong Id { get; }

    /// <summary>The path from the root of the hierarchy, <c>/</c> for the root; bytes that are no UTF-8 are U+FFFD.</summary>
    public string Path { get; }

    /// <summary>What the path says.</summary>
    public Workload Workload { get; }

    /// <summary>Whether it is the root of its hierarchy: nobody's workload.</summary>
    public bool IsRoot => Path == "/";

    /// <summary>When it was removed, in ns since boot; <see cref="long.MaxValue"/>: it has not been.</summary>
    public long Ended { get; internal set; } = long.MaxValue;

    /// <summary>How many known processes are or were in it.</summary>
    internal int Users { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
