using System.Buffers.Binary;

namespace Pipeline.Protocols;

/// <summary>What a proxy may put in front of a connection, to say whose it is: the PROXY protocol of HAProxy, versions 1 and 2.</summary>
internal static class ProxyHeader
{
    // By its specification.
    private const int MostText = 107;
    private const int BinaryHead = 16;

    private static ReadOnlySpan<byte> Text => "PROXY "u8;

    private static ReadOnlySpan<byte> Binary => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Bytes of the header that a stream begins with; 0: there is none; null: the bytes are too few to tell.</summary>
    public static int? Measure(ReadOnlySpan<byte> first)
    {
        if (Begins(first, Text))
            return MeasureText(first);
        return Begins(first, Binary) ? MeasureBinary(first) : 0;
    }

    private static bool Begins(ReadOnlySpan<byte> first, ReadOnlySpan<byte> with)
    {
        var length = Math.Min(first.Length, with.Length);
        return first[..length].SequenceEqual(with[..length]);
    }

    private static int? MeasureText(ReadOnlySpan<byte> first)
    {
        var end = first[..Math.Min(first.Length, MostText)].IndexOf("\r\n"u8);
        if (end < 0)
            return first.Length < MostText ? null : 0;
        var isKnown = first.Length > Text.Length && (first[Text.Length..].StartsWith("TCP"u8) || first[Text.Length..].StartsWith("UNKNOWN"u8));
        return isKnown ? end + 2 : 0;
    }

    private static int? MeasureBinary(ReadOnlySpan<byte> first)
    {
        if (first.Length < BinaryHead)
            return null;
        if (first[12] >> 4 != 2)
            return 0;
        var length = BinaryHead + BinaryPrimitives.ReadUInt16BigEndian(first[14..]);
        return length > StreamBuffer.MostBytes ? 0 : first.Length < length ? null : length;
    }
}
