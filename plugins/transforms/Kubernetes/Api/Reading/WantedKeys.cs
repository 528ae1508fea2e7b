namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Of which labels and annotations the values are read. All others are passed over: they can be as large as an object may be.</summary>
internal sealed class WantedKeys
{
    public static readonly WantedKeys None = new([], []);

    public WantedKeys(IReadOnlyList<string> labels, IReadOnlyList<string> annotations) => (Labels, Annotations) = (labels, annotations);

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<string> Annotations { get; }

    /// <summary>The same and these annotations.</summary>
    public WantedKeys And(params IEnumerable<string> annotations) => new(Labels, [.. Annotations.Union(annotations)]);

    /// <summary>The key that the field stepped to is, of those wanted; null where it is none.</summary>
    public static string? Find(IReadOnlyList<string> wanted, ref JsonFields json)
    {
        foreach (var key in wanted)
            if (json.Is(key))
                return key;
        return null;
    }
}
