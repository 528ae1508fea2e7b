namespace Pipeline.Workloads.Proc;

/// <summary>A cgroup was met.</summary>
/// <param name="id">The kernel's number.</param>
/// <param name="path">From the hierarchy's root; lent for the call.</param>
internal delegate void CgroupSeen(ulong id, ReadOnlySpan<byte> path);
