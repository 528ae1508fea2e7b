using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>Reads the fields of a packet from front to back. What is not there reads as nothing, and tells so.</summary>
internal ref struct MyFields(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    /// <summary>Whether something was asked for that was not there.</summary>
    public bool IsCut { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort Short() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;

    public uint Int() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    /// <summary>A number whose first byte tells how long it is.</summary>
    public ulong Number()
    {
        var first = Byte();
        switch (first)
        {
            case < 0xFB:
                return first;
            case 0xFC:
                return Short();
            case 0xFD:
                return Take(3) is { Length: 3 } three ? (ulong)(three[0] | three[1] << 8 | three[2] << 16) : 0;
            case 0xFE:
                return Take(8) is { Length: 8 } eight ? BinaryPrimitives.ReadUInt64LittleEndian(eight) : 0;
            default:
                IsCut = true;
                return 0;
        }
    }

    /// <summary>Bytes behind their number; as many as there are.</summary>
    public ReadOnlySpan<byte> Counted()
    {
        var length = Number();
        IsCut |= length > (ulong)_rest.Length;
        var taken = _rest[..(int)Math.Min(length, (ulong)_rest.Length)];
        _rest = _rest[taken.Length..];
        return taken;
    }

    /// <summary>Bytes up to a zero; all there are if it is missing.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var end = _rest.IndexOf((byte)0);
        var text = end < 0 ? _rest : _rest[..end];
        IsCut |= end < 0;
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return text;
    }

    /// <summary>So many bytes; none if not all are there.</summary>
    public ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes < 0 || bytes > _rest.Length)
        {
            IsCut = true;
            _rest = default;
            return default;
        }

        var taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}
