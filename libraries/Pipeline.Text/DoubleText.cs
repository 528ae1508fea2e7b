using System.Globalization;

namespace Pipeline.Text;

/// <summary>Doubles in the fewest digits that read back as the same value.</summary>
internal static class DoubleText
{
    // The longest is 24 characters: -2.2250738585072014E-308.
    private const int Longest = 32;

    public static void Write(ByteBuffer output, double value)
    {
        if (double.IsFinite(value))
            output.Advance(Write(output.Reserve(Longest), value));
        else
            output.Append(NotFinite(value));
    }

    /// <summary>A finite one into so much room as the longest needs; its length.</summary>
    public static int Write(Span<byte> text, double value)
    {
        if (ShortDecimal.TryWrite(text, value, out var written))
            return written;
        value.TryFormat(text, out written, default, CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>As Prometheus spells them.</summary>
    public static ReadOnlySpan<byte> NotFinite(double value) => double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
}
