using System.Globalization;
using System.Text;
using Pipeline.Text;

namespace Pipeline.Metrics.Buckets;

/// <summary>Numbers as the text formats have them.</summary>
internal static class NumberText
{
    // Up to here every whole double is written in digits alone.
    private const double MostWhole = 1e15;

    /// <summary>A sample's value, in the fewest digits that read back as the same.</summary>
    public static void Write(ByteBuffer output, double value)
    {
        if (Math.Abs(value) < MostWhole && Math.Truncate(value) == value)
            IntegerText.Write(output, (long)value);
        else
            DoubleText.Write(output, value);
    }

    /// <summary>
    /// A bound as <c>le</c> has it: like Go's <c>%g</c> with <c>.0</c> behind a whole number, which is OpenMetrics' rule and what Prometheus makes of a bound that
    /// comes as protobuf. A bound spelled differently would be another series.
    /// </summary>
    public static string Bound(double value)
    {
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";
        var (digits, point) = Digits(Math.Abs(value));
        var exponent = point - 1;
        var text = new StringBuilder(value < 0 ? "-" : "");
        return exponent is < -4 or >= 6 ? WithExponent(text, digits, exponent) : WithPoint(text, digits, point);
    }

    private static string WithExponent(StringBuilder text, string digits, int exponent)
    {
        text.Append(digits[0]);
        if (digits.Length > 1)
            text.Append('.').Append(digits, 1, digits.Length - 1);
        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static string WithPoint(StringBuilder text, string digits, int point)
    {
        if (point <= 0)
            return text.Append("0.").Append('0', -point).Append(digits).ToString();
        if (point >= digits.Length)
            return text.Append(digits).Append('0', point - digits.Length).Append(".0").ToString();
        return text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point).ToString();
    }

    /// <summary>The shortest digits, without zeros at either end, and where the point is among them.</summary>
    private static (string Digits, int Point) Digits(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        return digits.Length == 0 ? ("0", 1) : (digits, point - zeros);
    }
}
