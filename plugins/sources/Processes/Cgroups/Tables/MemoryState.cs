namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>What memory of a cgroup is used for; the number is the cell's.</summary>
internal enum MemoryState : byte
{
    Anonymous,
    File,
    Kernel,
    Sockets,
    Shared,
    Mapped,
    Dirty,
    Writeback,
    Slab,
}
