namespace Pipeline.Transforms.Protocols.Http2.Hpack;

/// <summary>Reads the numbers and lengths of RFC 7541, section 5, from the front of a block.</summary>
/// <param name="block">The block.</param>
internal ref struct HpackReader(ReadOnlySpan<byte> block)
{
    // A number of more bytes is larger than any block.
    private const int MostShift = 21;

    private readonly ReadOnlySpan<byte> _block = block;

    public int At { get; private set; }

    public readonly bool HasMore => At < _block.Length;

    public readonly byte Next => _block[At];

    /// <summary>A number whose first bits are the last ones of a byte; -1: there is none.</summary>
    public int Number(int bits)
    {
        if (!HasMore)
            return -1;
        var most = (1 << bits) - 1;
        var number = _block[At++] & most;
        if (number < most)
            return number;
        for (var shift = 0; shift <= MostShift && HasMore; shift += 7)
        {
            var part = _block[At++];
            number += (part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }

        return -1;
    }

    /// <summary>The bytes of a string as they are; false: it is not there whole.</summary>
    public bool TryString(out ReadOnlySpan<byte> bytes, out bool isCoded)
    {
        isCoded = HasMore && (Next & 0x80) != 0;
        var length = Number(7);
        if (length < 0 || length > _block.Length - At)
        {
            bytes = default;
            return false;
        }

        bytes = _block.Slice(At, length);
        At += length;
        return true;
    }
}
