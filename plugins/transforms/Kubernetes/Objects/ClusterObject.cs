namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>What all objects of a cluster have. Immutable, to be read by any thread.</summary>
internal abstract record ClusterObject
{
    public abstract ObjectKind Kind { get; }

    /// <summary>What no other object ever has, whatever its name; mostly a UUID. Never empty.</summary>
    public required string Uid { get; init; }

    /// <summary>Empty where the kind has none, as nodes.</summary>
    public required string Namespace { get; init; }

    /// <summary>Unique in its namespace at a time; another object may have it later.</summary>
    public required string Name { get; init; }

    /// <summary>Which state of the object this is: two states have two numbers. The feed puts them in order, nobody else has to.</summary>
    public required ulong Version { get; init; }
}
