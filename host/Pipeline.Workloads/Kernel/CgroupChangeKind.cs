namespace Pipeline.Workloads.Kernel;

/// <summary>enum cgroup_change of bpf/workloads.bpf.c.</summary>
internal enum CgroupChangeKind : uint
{
    Made,
    Renamed,
    Removed,
}
