namespace Pipeline.KubernetesServer.Storage;

/// <summary>What happened to an object at a version.</summary>
/// <param name="Version">Of the whole store, as that of the object is.</param>
/// <param name="Before">Null where the object was made.</param>
/// <param name="After">As it is, or as it was when it was deleted.</param>
/// <param name="IsDeleted">It is no more.</param>
internal sealed record StoredChange(long Version, StoredObject? Before, StoredObject After, bool IsDeleted);
