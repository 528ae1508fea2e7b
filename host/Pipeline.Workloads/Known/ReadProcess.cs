namespace Pipeline.Workloads.Known;

/// <summary>What /proc tells of a process.</summary>
/// <param name="Pid">The process.</param>
/// <param name="ParentPid">Its parent.</param>
/// <param name="StartTicks">When it began, in 10 ms since boot.</param>
/// <param name="HasEnded">Only its parent's question is waited for.</param>
/// <param name="NamespacePid">Its number in its own pid namespace.</param>
/// <param name="UserId">Its user.</param>
/// <param name="Cgroup">Where it is; null: cannot be told.</param>
/// <param name="Time">When that was read, in ns since boot.</param>
internal sealed record ReadProcess(uint Pid, uint ParentPid, ulong StartTicks, bool HasEnded, uint NamespacePid, uint UserId, CgroupInfo? Cgroup, long Time);
