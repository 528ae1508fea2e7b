using System.Collections.Immutable;

namespace Pipeline.KubernetesServer.Storage;

/// <summary>All objects of a type as they were at a version.</summary>
internal sealed record Snapshot(long Version, ImmutableSortedDictionary<ObjectKey, StoredObject> Objects);
