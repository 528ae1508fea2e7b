using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>Reads numbers and vectors from the front of a message. Where there is too little, <see cref="IsCut"/> says so and everything reads as empty.</summary>
internal ref struct Fields(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool IsCut { get; private set; }

    public readonly bool IsEmpty => _rest.IsEmpty;

    public byte Byte() => Take(1) is [var b] ? b : (byte)0;

    public ushort Short() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            IsCut = true;
            _rest = default;
            return default;
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    /// <summary>Bytes behind their length of one byte.</summary>
    public ReadOnlySpan<byte> ShortVector() => Take(Byte());

    /// <summary>Bytes behind their length of two bytes.</summary>
    public ReadOnlySpan<byte> Vector() => Take(Short());
}
