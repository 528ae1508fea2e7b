namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>A pod, as far as rows can want to know of it. Times are Unix nanoseconds, 0 where they are not known.</summary>
internal sealed record Pod : ClusterObject
{
    public override ObjectKind Kind => ObjectKind.Pod;

    /// <summary>
    /// The uid that the names of its cgroups and folders have. It is another than <see cref="ClusterObject.Uid"/> where the kubelet runs the pod from a file:
    /// the cluster then knows it by a mirror with a uid of its own.
    /// </summary>
    public required string NodeUid { get; init; }

    /// <summary>Empty until it has been given a node.</summary>
    public required string NodeName { get; init; }

    /// <summary>Null where nobody looks after it.</summary>
    public required Controller? Controller { get; init; }

    /// <summary>As columns have them: sixteen bytes in network order, IPv4 mapped. Empty until it has some.</summary>
    public required IReadOnlyList<UInt128> Addresses { get; init; }

    /// <summary>Its addresses are its node's.</summary>
    public required bool HostNetwork { get; init; }

    public required PodPhase Phase { get; init; }

    public required long Created { get; init; }

    /// <summary>When its node took it up.</summary>
    public required long Started { get; init; }

    /// <summary>When it has to be gone; it may still run until then.</summary>
    public required long Deleted { get; init; }

    /// <summary>All of it: those that initialize and those put there for debugging too.</summary>
    public required IReadOnlyList<Container> Containers { get; init; }

    /// <summary>Of its labels those that were asked for.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Of its annotations those that were asked for.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }
}
