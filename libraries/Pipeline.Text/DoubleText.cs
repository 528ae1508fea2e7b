using System.Globalization;

namespace Pipeline.Text;

/// <summary>Doubles in the fewest digits that read back as the same value.</summary>
internal static class DoubleText
{
    // The longest is 24 characters: -2.2250738585072014E-308.
    private const int Longest = 32;

    public static void Write(ByteBuffer output, double value)
    {
        if (ShortDecimal.TryWrite(output, value))
            return;
        if (double.IsFinite(value))
        {
            value.TryFormat(output.Reserve(Longest), out var written, default, CultureInfo.InvariantCulture);
            output.Advance(written);
        }
        else
        {
            output.Append(NotFinite(value));
        }
    }

    /// <summary>As Prometheus spells them.</summary>
    public static ReadOnlySpan<byte> NotFinite(double value) => double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
}
