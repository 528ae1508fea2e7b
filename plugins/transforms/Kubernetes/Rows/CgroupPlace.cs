using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>What is known of one cgroup, so that its next row costs no lookup by uid.</summary>
internal struct CgroupPlace
{
    /// <summary>Whose place it is: the number is another's later.</summary>
    public CgroupInfo? Cgroup;

    /// <summary>The pod's uid; none: it is no pod's.</summary>
    public Key PodKey;

    /// <summary>The container's id; none: it is none.</summary>
    public Key ContainerKey;

    /// <summary>The pod; null: nobody has told of it.</summary>
    public KnownPod? Pod;

    /// <summary>The pod's containers as they were when <see cref="Container"/> was found.</summary>
    public KnownContainer[]? Containers;

    /// <summary>Place of the container among those; -1: it is not among them.</summary>
    public int Container;

    /// <summary>When a row first asked for what nobody had told of; 0: none has.</summary>
    public long Missed;
}
