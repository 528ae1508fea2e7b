using System.Runtime.InteropServices;

namespace Pipeline.Workloads.Kernel;

/// <summary>struct process_changes of bpf/workloads.bpf.c; the executable and the command follow it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProcessRecord
{
    internal uint Table;
    internal uint ExecutableBytes;
    internal long Time;
    internal long StartTime;
    internal ulong StartTicks;
    internal fixed byte Comm[16];
    internal uint Pid;
    internal uint ParentPid;
    internal uint NamespacePid;
    internal uint UserId;
    internal uint CommandBytes;
    internal uint Change;
    internal ulong CgroupId;
    internal ulong WorkloadId;
    internal int Hierarchy;
    internal uint Pad;
}
