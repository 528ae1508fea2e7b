namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>A service: a name for addresses.</summary>
internal sealed record Service : ClusterObject
{
    public override ObjectKind Kind => ObjectKind.Service;

    /// <summary>Its own addresses in the cluster, sixteen bytes in network order; empty where it has none (headless, or a name of elsewhere).</summary>
    public required IReadOnlyList<UInt128> ClusterAddresses { get; init; }
}
