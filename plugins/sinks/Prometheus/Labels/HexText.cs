namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>Bytes in hexadecimal.</summary>
internal static class HexText
{
    /// <summary>Appends a byte behind something.</summary>
    public static void Append(LabelKey key, ReadOnlySpan<byte> prefix, byte value)
    {
        key.Append(prefix);
        key.Append(["0123456789abcdef"u8[value >> 4], "0123456789abcdef"u8[value & 0xf]]);
    }
}
