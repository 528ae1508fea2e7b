namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>A machine of the cluster.</summary>
internal sealed record Node : ClusterObject
{
    public override ObjectKind Kind => ObjectKind.Node;

    /// <summary>All of its addresses, inside and outside, sixteen bytes in network order.</summary>
    public required IReadOnlyList<UInt128> Addresses { get; init; }
}
