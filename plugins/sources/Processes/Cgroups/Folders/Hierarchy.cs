namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>A tree of cgroups as it is mounted here.</summary>
/// <param name="Version">Its kind.</param>
/// <param name="Controllers">What it may have figures of.</param>
/// <param name="Device">The number of its file system: several mounts of one hierarchy have the same.</param>
/// <param name="Place">Where it is mounted, for a system call: ends with NUL.</param>
/// <param name="Root">Which cgroup the mounted folder is: <c>/</c>, or in a container that sees only its own another.</param>
internal sealed record Hierarchy(CgroupVersion Version, Controllers Controllers, ulong Device, byte[] Place, byte[] Root);
