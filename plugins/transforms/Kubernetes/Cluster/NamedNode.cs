namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>A machine of the cluster, which rows have where they tell of its addresses.</summary>
internal sealed class NamedNode : Subject;
