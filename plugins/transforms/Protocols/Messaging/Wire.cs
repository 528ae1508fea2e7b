using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Messaging;

/// <summary>Reads from the front of bytes, and remembers when they ended too early: what is read from there on is zero or empty.</summary>
internal ref struct Wire(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether more was read than there was.</summary>
    public bool IsShort { get; private set; }

    public readonly int Left => _rest.Length;

    public byte Octet() => Take(1) is [var b] ? b : (byte)0;

    public ushort Short() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16BigEndian(b) : (ushort)0;

    public uint Long() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32BigEndian(b) : 0;

    public ulong LongLong() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64BigEndian(b) : 0;

    /// <summary>A number of seven bits a byte, the lowest first, in four bytes at most.</summary>
    public uint Variable()
    {
        uint value = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var b = Octet();
            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        IsShort = true;
        return 0;
    }

    /// <summary>Bytes behind a length of two.</summary>
    public ReadOnlySpan<byte> MediumText() => Take(Short());

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> Bytes(uint length) => Take(length);

    /// <summary>Bytes behind a length of one byte; where they are cut, those that are there.</summary>
    public ReadOnlySpan<byte> ShortText() => Take(Octet());

    /// <summary>Bytes behind a length of four.</summary>
    public ReadOnlySpan<byte> LongText() => Take(Long());

    private ReadOnlySpan<byte> Take(uint length)
    {
        IsShort |= length > (uint)_rest.Length;
        var taken = _rest[..(int)Math.Min(length, (uint)_rest.Length)];
        _rest = _rest[taken.Length..];
        return taken;
    }
}
