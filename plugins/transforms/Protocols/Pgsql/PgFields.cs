using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Reads the fields of a message's body from front to back. What is not there reads as nothing, and tells so.</summary>
internal ref struct PgFields(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>Whether something was asked for that was not there.</summary>
    public bool IsCut { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public int Short() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : 0;

    public int Int() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadInt32BigEndian(bytes) : 0;

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

    /// <summary>A value behind its length; as much of it as there is. Nothing, and a length of -1, is NULL.</summary>
    public ReadOnlySpan<byte> Value(out bool isNull)
    {
        var length = Int();
        isNull = length < 0 && !IsCut;
        if (IsCut || length < 0)
            return default;
        IsCut |= length > _rest.Length;
        var value = _rest[..Math.Min(length, _rest.Length)];
        _rest = _rest[value.Length..];
        return value;
    }
}
