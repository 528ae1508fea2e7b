using System.Globalization;

namespace Pipeline.Text;

/// <summary>
/// Doubles that are a decimal of at most six digits behind the point and fifteen in all, which most measured values are: no two of those are the same double, so
/// that the one which reads back as the value is its shortest text.
/// </summary>
internal static class ShortDecimal
{
    private const int Decimals = 6;
    private const double Scale = 1e6, MostScaled = 1e15;

    // Below a ten thousandth the shortest text has an exponent.
    private const double LeastScaled = 1e2;

    /// <summary>Writes the value; false when it is none of them.</summary>
    public static bool TryWrite(Span<byte> text, double value, out int written)
    {
        written = 0;
        var scaled = Math.Round(value * Scale);
        // NaN is no smaller than anything.
        if (!(Math.Abs(scaled) < MostScaled) || Math.Abs(scaled) < LeastScaled || scaled / Scale != value)
            return false;
        var (whole, rest) = Math.DivRem((long)Math.Abs(scaled), (long)Scale);
        if (scaled < 0)
            text[written++] = (byte)'-';
        whole.TryFormat(text[written..], out var digits, default, CultureInfo.InvariantCulture);
        written += digits;
        if (rest == 0)
            return true;
        text[written] = (byte)'.';
        var decimals = text.Slice(written + 1, Decimals);
        Digits.Write(decimals, (uint)rest);
        written += 1 + decimals.LastIndexOfAnyExcept((byte)'0') + 1;
        return true;
    }
}
