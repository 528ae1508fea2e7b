namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>Some of those who stand behind a service.</summary>
internal sealed record EndpointSlice : ClusterObject
{
    public override ObjectKind Kind => ObjectKind.EndpointSlice;

    /// <summary>In the slice's namespace; empty where it belongs to none.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Addresses of all, sixteen bytes in network order.</summary>
    public required IReadOnlyList<UInt128> Addresses { get; init; }

    /// <summary>Uids of the pods among them.</summary>
    public required IReadOnlyList<string> PodUids { get; init; }
}
