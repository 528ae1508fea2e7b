using System.Globalization;

namespace Pipeline.Otlp.Traces;

/// <summary>The <c>traceparent</c> of W3C's Trace Context: the trace, the span that called, and flags.</summary>
internal readonly struct TraceParent
{
    private const int Length = 55;

    private TraceParent(byte flags) => Flags = flags;

    /// <summary>Bit 0: the trace is sampled.</summary>
    public byte Flags { get; }

    /// <summary>Reads VERSION-TRACE-SPAN-FLAGS; what later versions append is passed over.</summary>
    /// <param name="text">The header's value.</param>
    /// <param name="traceId">16 bytes.</param>
    /// <param name="spanId">8 bytes.</param>
    /// <param name="parent">The rest.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> traceId, Span<byte> spanId, out TraceParent parent)
    {
        parent = default;
        text = text.Trim(" \t"u8);
        if (text.Length < Length || text[2] != '-' || text[35] != '-' || text[52] != '-')
            return false;
        if (!byte.TryParse(text[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version) || version == 0xff)
            return false;
        // Version 00 has nothing behind its flags, any later one a hyphen first.
        if (text.Length > Length && (version == 0 || text[Length] != '-'))
            return false;
        if (!byte.TryParse(text[53..Length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flags))
            return false;
        if (!IdCell.TryParse(text[3..35], traceId) || !IdCell.TryParse(text[36..52], spanId))
            return false;
        parent = new TraceParent(flags);
        return true;
    }
}
