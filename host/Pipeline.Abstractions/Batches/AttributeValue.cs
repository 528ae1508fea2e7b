using System.Buffers.Binary;

namespace Pipeline;

/// <summary>One value of an <see cref="AttributeMap"/>. Valid while its cell is. A default one is null.</summary>
/// <remarks>The typed properties throw <see cref="InvalidOperationException"/> where <see cref="Kind"/> is another.</remarks>
public readonly ref struct AttributeValue
{
    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _depth;

    internal AttributeValue(AttributeKind kind, ReadOnlySpan<byte> payload, int depth)
    {
        Kind = kind;
        _payload = payload;
        _depth = depth;
    }

    /// <summary>What the value is.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The value of a bool.</summary>
    public bool Bool => Of(AttributeKind.Bool)[0] != 0;

    /// <summary>The value of an integer.</summary>
    public long I64 => BinaryPrimitives.ReadInt64LittleEndian(Of(AttributeKind.I64));

    /// <summary>The value of a double.</summary>
    public double F64 => BinaryPrimitives.ReadDoubleLittleEndian(Of(AttributeKind.F64));

    /// <summary>The bytes of a text or of bytes.</summary>
    public ReadOnlySpan<byte> Bytes => Kind == AttributeKind.Utf8 ? _payload : Of(AttributeKind.Bytes);

    /// <summary>The values of a list.</summary>
    public AttributeList List => new(Of(AttributeKind.List), _depth + 1);

    /// <summary>The entries of a map.</summary>
    public AttributeMap Map => new(Of(AttributeKind.Map), _depth + 1);

    /// <summary>Looks at the value that <paramref name="bytes"/> begin with; false where they begin with none.</summary>
    /// <param name="bytes">The rest of a list, or of a map behind a key.</param>
    /// <param name="depth">How deep that list or map is nested.</param>
    /// <param name="kind">What the value is.</param>
    /// <param name="start">Where its payload begins.</param>
    /// <param name="end">Where it ends.</param>
    // In parts, and put together where it is read: a value copied through memory twice an entry costs more than all of this.
    internal static bool TryMeasure(ReadOnlySpan<byte> bytes, int depth, out AttributeKind kind, out int start, out int end)
    {
        (kind, start, end) = (default, 1, 0);
        if (bytes.IsEmpty)
            return false;
        kind = (AttributeKind)bytes[0];
        uint length;
        switch (kind)
        {
            case AttributeKind.Null:
                length = 0;
                break;
            case AttributeKind.Bool:
                length = 1;
                break;
            case AttributeKind.I64 or AttributeKind.F64:
                length = sizeof(long);
                break;
            default:
                if (kind > AttributeKind.Map || bytes.Length < 1 + sizeof(uint) || (kind >= AttributeKind.List && depth >= AttributeMap.MaxDepth))
                    return false;
                length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]);
                start = 1 + sizeof(uint);
                break;
        }

        if (length > (uint)(bytes.Length - start))
            return false;
        end = start + (int)length;
        return true;
    }

    private ReadOnlySpan<byte> Of(AttributeKind kind) =>
        Kind == kind ? _payload : throw new InvalidOperationException($"the attribute is {Kind}, not {kind}");
}
