namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>A ReplicaSet or Job: what stands between pods and the Deployment or CronJob that somebody made.</summary>
/// <param name="OwnerKind"><see cref="ObjectKind.ReplicaSet"/> or <see cref="ObjectKind.Job"/>.</param>
internal sealed record Owner(ObjectKind OwnerKind) : ClusterObject
{
    public override ObjectKind Kind => OwnerKind;

    /// <summary>Null where nobody looks after it: it was made by hand, and is itself the workload.</summary>
    public required Controller? Controller { get; init; }
}
