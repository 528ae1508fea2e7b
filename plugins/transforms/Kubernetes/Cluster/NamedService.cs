namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>A service, which rows have where they tell of its addresses.</summary>
internal sealed class NamedService : Subject;
