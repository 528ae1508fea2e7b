namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>What made an object and looks after it.</summary>
/// <param name="Kind">Such as <c>ReplicaSet</c>; any word where the kind is one of the cluster's own.</param>
/// <param name="Name">Its name, in the object's namespace.</param>
/// <param name="Uid">Its uid.</param>
internal sealed record Controller(string Kind, string Name, string Uid);
