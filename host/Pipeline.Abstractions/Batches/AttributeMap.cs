using System.Buffers.Binary;

namespace Pipeline;

/// <summary>
/// The value of a map&lt;utf8, value&gt; cell: named values of mixed type, in the order written. A <c>foreach</c> yields the entries; whatever the bytes are,
/// reading neither throws nor leaves the cell. Written by <see cref="AttributeWriter"/>.
/// </summary>
/// <remarks>
/// <para>Layout, little endian and unaligned: a map is entries one after another, an entry is {u32 key length, key, value}. A value is {u8
/// <see cref="AttributeKind"/>, payload}: null nothing, bool 1 byte, i64 and f64 8 bytes, the others {u32 length in bytes, bytes}, where a list's bytes are
/// values one after another and a map's are entries. Hence two cells written one behind the other are the map of both.</para>
/// <para>A length that reaches beyond its map, an unknown kind and a list or map nested deeper than <see cref="MaxDepth"/> end the map there.</para>
/// </remarks>
public ref struct AttributeMap
{
    /// <summary>How deep lists and maps may nest, the cell's own map not counted: code may recurse over a cell from outside.</summary>
    public const int MaxDepth = 32;

    private readonly int _depth;
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _key;
    private ReadOnlySpan<byte> _payload;
    private AttributeKind _kind;

    /// <param name="cell">The cell's bytes.</param>
    public AttributeMap(ReadOnlySpan<byte> cell)
        : this(cell, 0)
    {
    }

    internal AttributeMap(ReadOnlySpan<byte> bytes, int depth)
    {
        _rest = bytes;
        _depth = depth;
    }

    /// <summary>The entry at hand.</summary>
    public readonly AttributeEntry Current => new(_key, new AttributeValue(_kind, _payload, _depth));

    /// <summary>The map itself, for <c>foreach</c>.</summary>
    public readonly AttributeMap GetEnumerator() => this;

    /// <summary>Steps to the next entry.</summary>
    public bool MoveNext()
    {
        if (_rest.Length < sizeof(uint))
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        if (length > (uint)_rest.Length - sizeof(uint))
            return false;
        var key = _rest.Slice(sizeof(uint), (int)length);
        var rest = _rest[(sizeof(uint) + (int)length)..];
        if (!AttributeValue.TryMeasure(rest, _depth, out var kind, out var start, out var end))
            return false;
        _kind = kind;
        _key = key;
        _payload = rest[start..end];
        _rest = rest[end..];
        return true;
    }

    /// <summary>The value of the first entry named <paramref name="key"/>; false when there is none. Walks the entries.</summary>
    public readonly bool TryGet(ReadOnlySpan<byte> key, out AttributeValue value)
    {
        foreach (var entry in this)
            if (entry.Key.SequenceEqual(key))
            {
                value = entry.Value;
                return true;
            }

        value = default;
        return false;
    }
}
