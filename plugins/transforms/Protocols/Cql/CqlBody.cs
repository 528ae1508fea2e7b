using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Reads the notations of the manual from what was kept of a body; behind its end there is nothing, and <see cref="IsCut"/> says so.</summary>
internal ref struct CqlBody(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool IsCut { get; private set; }

    public readonly bool HasMore => !IsCut && !_rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte U8() => Take(1) is { Length: 1 } b ? b[0] : (byte)0;

    public ushort U16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16BigEndian(b) : (ushort)0;

    public int I32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadInt32BigEndian(b) : 0;

    public long I64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadInt64BigEndian(b) : 0;

    /// <summary>[string], and [short bytes].</summary>
    public ReadOnlySpan<byte> String() => Take(U16());

    /// <summary>[long string], as far as it is there.</summary>
    public ReadOnlySpan<byte> LongString() => Part(I32());

    /// <summary>[bytes] and [value]: null where <paramref name="length"/> is negative.</summary>
    public ReadOnlySpan<byte> Bytes(out int length)
    {
        length = I32();
        return length <= 0 ? default : Take(length);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (IsCut || count < 0 || count > _rest.Length)
        {
            IsCut = true;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ReadOnlySpan<byte> Part(int count)
    {
        if (IsCut || count < 0)
        {
            IsCut = true;
            return default;
        }

        var taken = _rest[..Math.Min(count, _rest.Length)];
        IsCut = taken.Length < count;
        _rest = _rest[taken.Length..];
        return taken;
    }
}
