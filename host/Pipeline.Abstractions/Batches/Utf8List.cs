using System.Buffers.Binary;

namespace Pipeline;

/// <summary>
/// The value of a list&lt;utf8&gt; cell: texts one after another, each behind its length (u32, little endian, unaligned). A <c>foreach</c> yields the texts;
/// a length that reaches beyond the cell ends the list there.
/// </summary>
public ref struct Utf8List(ReadOnlySpan<byte> cell)
{
    private ReadOnlySpan<byte> _rest = cell;

    /// <summary>The text at hand.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Bytes that <paramref name="textLength"/> bytes of text take in a list.</summary>
    public static int SizeOf(int textLength) => sizeof(uint) + textLength;

    /// <summary>Writes one text and returns what is left of <paramref name="destination"/>.</summary>
    public static Span<byte> Write(Span<byte> destination, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)text.Length);
        text.CopyTo(destination[sizeof(uint)..]);
        return destination[SizeOf(text.Length)..];
    }

    /// <summary>The list itself, for <c>foreach</c>.</summary>
    public readonly Utf8List GetEnumerator() => this;

    /// <summary>Steps to the next text.</summary>
    public bool MoveNext()
    {
        if (_rest.Length < sizeof(uint))
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        if (length > (uint)_rest.Length - sizeof(uint))
            return false;
        Current = _rest.Slice(sizeof(uint), (int)length);
        _rest = _rest[(sizeof(uint) + (int)length)..];
        return true;
    }
}
