using System.Buffers.Binary;

namespace Pipeline;

/// <summary>
/// Writes the value of a map cell in <see cref="AttributeMap"/>'s layout into a buffer of its own that grows and is used again: set the cell to
/// <see cref="Written"/>, then <see cref="Clear"/>. One thread at a time.
/// </summary>
/// <remarks>
/// In a map each value follows its <see cref="Key"/>, in a list there are no keys; what breaks that rule throws <see cref="InvalidOperationException"/> and
/// writes nothing.
/// </remarks>
public sealed class AttributeWriter
{
    // Where the bytes of each open list or map begin, behind their length; [0] is the cell itself.
    private readonly int[] _starts = new int[AttributeMap.MaxDepth + 1];
    private readonly bool[] _isMap = new bool[AttributeMap.MaxDepth + 1];
    private byte[] _buffer = new byte[256];
    private int _length;
    private bool _hasKey;

    public AttributeWriter() => _isMap[0] = true;

    /// <summary>How many lists and maps are open; at <see cref="AttributeMap.MaxDepth"/> no other can be begun.</summary>
    public int Depth { get; private set; }

    /// <summary>The cell, valid until the next call. Every list and map must have been ended.</summary>
    public ReadOnlySpan<byte> Written =>
        Depth == 0 && !_hasKey ? _buffer.AsSpan(0, _length) : throw new InvalidOperationException("a list or map is open, or a key has no value");

    /// <summary>Begins a new cell, also from the middle of one.</summary>
    public void Clear() => (_length, _hasKey, Depth) = (0, false, 0);

    /// <summary>Names the value that follows.</summary>
    public void Key(ReadOnlySpan<byte> key)
    {
        if (!_isMap[Depth] || _hasKey)
            throw new InvalidOperationException(_hasKey ? "a key follows a key" : "a list has no keys");
        Sized(key);
        _hasKey = true;
    }

    /// <summary>Writes no value.</summary>
    public void Null() => Begin(AttributeKind.Null);

    /// <summary>Writes a bool.</summary>
    public void Bool(bool value)
    {
        Begin(AttributeKind.Bool);
        Grow(1)[0] = value ? (byte)1 : (byte)0;
    }

    /// <summary>Writes an integer.</summary>
    public void I64(long value)
    {
        Begin(AttributeKind.I64);
        BinaryPrimitives.WriteInt64LittleEndian(Grow(sizeof(long)), value);
    }

    /// <summary>Writes a double.</summary>
    public void F64(double value)
    {
        Begin(AttributeKind.F64);
        BinaryPrimitives.WriteDoubleLittleEndian(Grow(sizeof(double)), value);
    }

    /// <summary>Writes a text.</summary>
    public void Utf8(ReadOnlySpan<byte> text)
    {
        Begin(AttributeKind.Utf8);
        Sized(text);
    }

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Begin(AttributeKind.Bytes);
        Sized(value);
    }

    /// <summary>Begins a list: the values up to the matching <see cref="End"/> are its own.</summary>
    public void BeginList() => Open(AttributeKind.List);

    /// <summary>Begins a map: the keys and values up to the matching <see cref="End"/> are its own.</summary>
    public void BeginMap() => Open(AttributeKind.Map);

    /// <summary>Ends the list or map begun last.</summary>
    public void End()
    {
        if (Depth == 0 || _hasKey)
            throw new InvalidOperationException(_hasKey ? "a key has no value" : "nothing is open");
        var start = _starts[Depth--];
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(start - sizeof(uint)), (uint)(_length - start));
    }

    private void Open(AttributeKind kind)
    {
        if (Depth == AttributeMap.MaxDepth)
            throw new InvalidOperationException($"lists and maps nest deeper than {AttributeMap.MaxDepth}");
        Begin(kind);
        Grow(sizeof(uint));
        Depth++;
        _starts[Depth] = _length;
        _isMap[Depth] = kind == AttributeKind.Map;
    }

    private void Begin(AttributeKind kind)
    {
        if (_isMap[Depth] && !_hasKey)
            throw new InvalidOperationException("a value in a map needs a key before it");
        _hasKey = false;
        Grow(1)[0] = (byte)kind;
    }

    private void Sized(ReadOnlySpan<byte> bytes)
    {
        var destination = Grow(checked(sizeof(uint) + bytes.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)bytes.Length);
        bytes.CopyTo(destination[sizeof(uint)..]);
    }

    private Span<byte> Grow(int bytes)
    {
        var length = checked(_length + bytes);
        if (length > _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max((uint)length, 2u * (uint)_buffer.Length), (uint)Array.MaxLength));
        var added = _buffer.AsSpan(_length, bytes);
        _length = length;
        return added;
    }
}
