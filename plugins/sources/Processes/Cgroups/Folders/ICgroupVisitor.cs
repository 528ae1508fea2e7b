namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>Is shown each cgroup of a hierarchy.</summary>
internal interface ICgroupVisitor
{
    void Visit(OpenCgroup cgroup);
}
