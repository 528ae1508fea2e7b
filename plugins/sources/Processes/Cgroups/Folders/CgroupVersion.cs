namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>Which kind of hierarchy a cgroup is in; the number is the cell's.</summary>
internal enum CgroupVersion : byte
{
    One = 1,
    Two = 2,
}
