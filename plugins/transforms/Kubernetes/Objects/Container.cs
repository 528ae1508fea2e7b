namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>A container of a pod.</summary>
/// <param name="Name">As the pod calls it.</param>
/// <param name="Id">The runtime's id, without the runtime's name before it; empty until there is one. A container that is started again has another.</param>
/// <param name="Image">As the pod asks for it.</param>
/// <param name="EarlierId">The id of the one before it in the same place, whose late rows may still come; empty where there was none.</param>
internal sealed record Container(string Name, string Id, string Image, string EarlierId);
