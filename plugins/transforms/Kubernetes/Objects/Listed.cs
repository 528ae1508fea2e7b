namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>
/// A list of one kind is complete: all objects that were there have been told, and a <see cref="Gone"/> for each that had been told and is not in it.
/// Told after each list, so more than once where a list had to be read anew. Before the first, an object that is not known may still come.
/// </summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Count">How many objects there are.</param>
internal sealed record Listed(ObjectKind Kind, int Count) : Change;
