using System.Runtime.InteropServices;

namespace Pipeline.Workloads.Kernel;

/// <summary>struct cgroup_changes of bpf/workloads.bpf.c; the path follows it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CgroupRecord
{
    internal uint Table;
    internal uint PathBytes;
    internal long Time;
    internal ulong CgroupId;
    internal int Hierarchy;
    internal CgroupChangeKind Change;
}
