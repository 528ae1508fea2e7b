namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>What somebody made that runs as pods.</summary>
/// <param name="kind">Deployment, StatefulSet, DaemonSet, CronJob, Job, ReplicaSet, Node of what a node runs from a file, Pod of a pod that nothing looks after, or a kind of the cluster's own.</param>
/// <param name="name">A number of <see cref="Texts"/>: its name, in the pod's namespace.</param>
internal readonly ref struct PodWorkload(ReadOnlySpan<byte> kind, int name)
{
    public ReadOnlySpan<byte> Kind { get; } = kind;

    public int Name { get; } = name;

    /// <summary>Of a pod: who made who made it, where that is known.</summary>
    public static PodWorkload Of(KnownPod pod, Texts texts) => pod switch
    {
        { Owner: { IsTold: true, ControllerKind: not 0 } owner } => new PodWorkload(texts[owner.ControllerKind], owner.ControllerName),
        { Owner.IsTold: not true, LikelyDeployment: not 0 } => new PodWorkload("Deployment"u8, pod.LikelyDeployment),
        { ControllerKind: not 0 } => new PodWorkload(texts[pod.ControllerKind], pod.ControllerName),
        _ => new PodWorkload("Pod"u8, pod.Name),
    };
}
