namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>What is followed of a cluster.</summary>
internal enum ObjectKind
{
    Pod,
    Service,
    EndpointSlice,
    Node,

    /// <summary>Of a ReplicaSet: an <see cref="Owner"/>.</summary>
    ReplicaSet,

    /// <summary>Of a Job: an <see cref="Owner"/>.</summary>
    Job,
}
