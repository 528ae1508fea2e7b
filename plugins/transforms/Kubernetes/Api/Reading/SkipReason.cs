namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Why an object or event that came is not taken. As a label of a figure: small, bounded words.</summary>
internal enum SkipReason
{
    /// <summary>It is no JSON, or a text in it is none.</summary>
    Malformed,

    /// <summary>A field has another type than it should have, or a value that is none of its type.</summary>
    WrongType,

    /// <summary>It has no uid, name or version.</summary>
    Missing,

    /// <summary>It is larger than any object that a cluster can hold.</summary>
    TooLarge,

    /// <summary>An event of a type that nobody knows.</summary>
    UnknownEvent,
}
