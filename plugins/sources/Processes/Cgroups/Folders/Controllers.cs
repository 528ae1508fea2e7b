namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>The controllers whose figures are read.</summary>
[Flags]
internal enum Controllers
{
    None = 0,
    Cpu = 1,
    CpuAccounting = 2,
    Memory = 4,
    Io = 8,
    Pids = 16,

    /// <summary>What a hierarchy of version 2 may have: each of its folders tells by its files which it has.</summary>
    All = Cpu | CpuAccounting | Memory | Io | Pids,
}
