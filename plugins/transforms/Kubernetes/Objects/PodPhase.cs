namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>Where a pod is in its life. The addresses of one that has ended may be another's by now.</summary>
internal enum PodPhase
{
    Unknown,
    Pending,
    Running,
    Succeeded,
    Failed,
}
