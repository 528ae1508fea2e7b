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

    /// <summary>Appends the value; false when it is none of them.</summary>
    public static bool TryWrite(ByteBuffer output, double value)
    {
        var scaled = Math.Round(value * Scale);
        // NaN is no smaller than anything.
        if (!(Math.Abs(scaled) < MostScaled) || Math.Abs(scaled) < LeastScaled || scaled / Scale != value)
            return false;
        var digits = (long)scaled;
        if (digits < 0)
            output.Append((byte)'-');
        digits = Math.Abs(digits);
        var (whole, rest) = Math.DivRem(digits, (long)Scale);
        IntegerText.Write(output, whole);
        if (rest == 0)
            return true;
        var text = output.Reserve(1 + Decimals);
        text[0] = (byte)'.';
        Digits.Write(text.Slice(1, Decimals), (uint)rest);
        output.Advance(1 + text.Slice(1, Decimals).LastIndexOfAnyExcept((byte)'0') + 1);
        return true;
    }
}
