namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>A ReplicaSet or Job as far as pods need it: who stands behind it. There before the cluster tells of it once a pod names it.</summary>
/// <param name="key">Its uid.</param>
internal sealed class KnownOwner(Key key)
{
    public Key Key => key;

    /// <summary>Whether the cluster has told of it.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether it is there still.</summary>
    public bool IsThere { get; set; }

    /// <summary>The first of the pods that name it; each knows the next.</summary>
    public KnownPod? FirstPod { get; set; }

    /// <summary>Kind and name of what looks after it, as numbers of <see cref="Texts"/>; 0: nothing does.</summary>
    public int ControllerKind { get; set; }

    /// <inheritdoc cref="ControllerKind"/>
    public int ControllerName { get; set; }
}
