namespace Pipeline.Sources.Replay.Packets;

/// <summary>Reads the body of a pcapng interface description block.</summary>
internal static class InterfaceReader
{
    private const int Fixed = 8;
    private const int TimeResolution = 9;
    private const int TimeOffset = 14;

    /// <summary>The interface, or null when the body is too short to describe one.</summary>
    public static CaptureInterface? Read(ReadOnlySpan<byte> body, ByteReader order)
    {
        if (body.Length < Fixed)
            return null;
        var (units, offset) = ((UInt128)1_000_000, 0L);
        for (var rest = body[Fixed..]; rest.Length >= 4;)
        {
            var (code, length) = (order.U16(rest), order.U16(rest[2..]));
            if (code == 0 || length > rest.Length - 4)
                break;
            var value = rest.Slice(4, length);
            if (code == TimeResolution && length >= 1)
                units = Units(value[0]) ?? units;
            else if (code == TimeOffset && length >= 8)
                offset = order.I64(value);
            rest = rest[Math.Min(rest.Length, 4 + ((length + 3) & ~3))..];
        }

        return new CaptureInterface(order.U16(body), order.U32(body[4..]), units, offset);
    }

    // A power of ten or, with the upper bit set, of two. Beyond 10^38 there is no number for it, nor a clock.
    private static UInt128? Units(byte resolution)
    {
        if ((resolution & 0x80) != 0)
            return UInt128.One << (resolution & 0x7f);
        if (resolution > 38)
            return null;
        var units = UInt128.One;
        for (var i = 0; i < resolution; i++)
            units *= 10;
        return units;
    }
}
