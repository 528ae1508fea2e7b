using System.Globalization;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A bound of a bucket: a whole number in full, another in six digits.</summary>
internal static class BoundText
{
    private const int Longest = 32;

    // Beyond it a double has no ones.
    private const double MostWhole = 1L << 53;

    public static void Write(ByteBuffer output, double bound)
    {
        if (!double.IsFinite(bound))
        {
            output.Append(DoubleText.NotFinite(bound));
            return;
        }

        Format(output.Reserve(Longest), bound, out var written);
        output.Advance(written);
    }

    /// <summary>Characters that it takes.</summary>
    public static int Length(double bound)
    {
        if (!double.IsFinite(bound))
            return DoubleText.NotFinite(bound).Length;
        Span<byte> text = stackalloc byte[Longest];
        Format(text, bound, out var written);
        return written;
    }

    private static void Format(Span<byte> text, double bound, out int written) =>
        bound.TryFormat(text, out written, bound == Math.Floor(bound) && Math.Abs(bound) < MostWhole ? "F0" : "G6", CultureInfo.InvariantCulture);
}
