namespace Pipeline.Workloads.Known;

/// <summary>What became of a process. The numbers are those of bpf/workloads.bpf.c.</summary>
internal enum ChangeKind : byte
{
    Begun,
    Executed,
    Moved,
    Ended,
}
