namespace Pipeline.Transforms.Kubernetes.Columns;

/// <summary>What a column tells of a pod.</summary>
internal enum PodColumn
{
    Namespace,
    Pod,
    PodUid,
    Container,
    ContainerId,
    Image,
    Node,
    WorkloadKind,
    WorkloadName,
    Deployment,
    ReplicaSet,
    StatefulSet,
    DaemonSet,
    Job,
    CronJob,

    /// <summary>A label or an annotation.</summary>
    Value,

    /// <summary>Of the other end only.</summary>
    Service,
}
