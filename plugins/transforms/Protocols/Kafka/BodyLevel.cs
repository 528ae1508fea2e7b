using Pipeline.Transforms.Protocols.Kafka.Messages;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>Where a <see cref="BodyReader"/> stands in a struct, or in an array.</summary>
internal struct BodyLevel
{
    public const int TagsNotRead = -1;

    /// <summary>The fields of a struct.</summary>
    public Field[] Fields;

    /// <summary>The field that this is the array of; null: it is one struct.</summary>
    public Field? Array;

    /// <summary>Index of the field that comes.</summary>
    public int Next;

    /// <summary>Elements behind this one; of an array of values, those that are still to come.</summary>
    public int Left;

    /// <summary>Tagged fields that are still to come, or <see cref="TagsNotRead"/>.</summary>
    public long Tags;

    /// <summary>Whether it is the header, of which nothing is told.</summary>
    public bool IsHeader;

    /// <summary>Whether the elements are no structs.</summary>
    public readonly bool IsValues => Array is { Type: not FieldType.Struct };
}
