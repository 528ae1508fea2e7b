namespace Pipeline.Transforms.Protocols.Text;

/// <summary>Bytes that grow and are used again.</summary>
internal sealed class ByteList
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public int Capacity => _bytes.Length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(Length + bytes.Length, 2 * _bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Clear() => Length = 0;

    /// <summary>Overwrites bytes that are there, such as a length that is known only behind what it is of.</summary>
    public void Set(int at, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.AsSpan(at, Length - at));

    /// <summary>Takes back what was added since there were so many.</summary>
    public void Cut(int length) => Length = length;

    /// <summary>Lets go of bytes from the front.</summary>
    public void RemoveFront(int bytes)
    {
        _bytes.AsSpan(bytes, Length - bytes).CopyTo(_bytes);
        Length -= bytes;
    }

    /// <summary>The bytes as a stream, for decoders that take nothing else.</summary>
    public MemoryStream Open() => new(_bytes, 0, Length, writable: false);
}
