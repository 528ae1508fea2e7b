using System.Buffers.Binary;

namespace Pipeline;

/// <summary>One value of an <see cref="AttributeMap"/>. Valid while its cell is. A default one is null.</summary>
/// <remarks>The typed properties throw <see cref="InvalidOperationException"/> where <see cref="Kind"/> is another.</remarks>
public readonly ref struct AttributeValue
{
    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _depth;

    private AttributeValue(AttributeKind kind, ReadOnlySpan<byte> payload, int depth)
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

    /// <summary>Reads the value that <paramref name="bytes"/> begin with.</summary>
    /// <param name="bytes">The rest of a list, or of a map behind a key.</param>
    /// <param name="depth">How deep that list or map is nested.</param>
    /// <param name="value">The value.</param>
    /// <param name="taken">Its size.</param>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, int depth, out AttributeValue value, out int taken)
    {
        value = default;
        taken = 0;
        if (bytes.IsEmpty)
            return false;
        var kind = (AttributeKind)bytes[0];
        var (start, length) = kind switch
        {
            AttributeKind.Null => (1, 0u),
            AttributeKind.Bool => (1, 1u),
            AttributeKind.I64 or AttributeKind.F64 => (1, 8u),
            _ when kind > AttributeKind.Map || bytes.Length < 1 + sizeof(uint) => (0, uint.MaxValue),
            AttributeKind.List or AttributeKind.Map when depth >= AttributeMap.MaxDepth => (0, uint.MaxValue),
            _ => (1 + sizeof(uint), BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..])),
        };
        if (length > (uint)(bytes.Length - start))
            return false;
        value = new AttributeValue(kind, bytes.Slice(start, (int)length), depth);
        taken = start + (int)length;
        return true;
    }

    private ReadOnlySpan<byte> Of(AttributeKind kind) =>
        Kind == kind ? _payload : throw new InvalidOperationException($"the attribute is {Kind}, not {kind}");
}
