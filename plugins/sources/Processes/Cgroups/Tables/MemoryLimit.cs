namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Which bound of a cgroup's memory; the number is the cell's.</summary>
internal enum MemoryLimit : byte
{
    Minimum,
    Low,
    High,
    Maximum,
    Soft,
    SwapHigh,
    SwapMaximum,
    WithSwapMaximum,
}
