namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>What happened to a cgroup at a bound of its memory; the number is the cell's.</summary>
internal enum MemoryEvent : byte
{
    Low,
    High,
    Maximum,
    OutOfMemory,
    OutOfMemoryKill,
    OutOfMemoryGroupKill,
    Failure,
}
