namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>An object is there, and as it is told: new, or other than before.</summary>
/// <param name="Object">All of it that is followed.</param>
internal sealed record Put(ClusterObject Object) : Change;
