namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>An object that had been told is there no more: deleted, or not in a list that was read after the server had forgotten what changed.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Time">When that was heard of, in Unix nanoseconds: it ended then or before.</param>
internal sealed record Gone(ObjectKind Kind, string Uid, long Time) : Change;
