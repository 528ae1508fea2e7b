using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pipeline.Lines.Json;

/// <summary>Reads a JSON number into an attribute: whole ones of 64 bits as i64, all others as f64, each the double nearest to what is written.</summary>
internal static unsafe class JsonNumber
{
    private const int SafeDigits = 18;
    private const long ExactDouble = 1L << 53;

    // Powers of ten that are exact doubles: a product or quotient of two exact ones is rounded once, and so correctly.
    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <param name="p">Its first character; then behind its last.</param>
    /// <param name="o">Where to; then behind the attribute.</param>
    /// <returns>False when it is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Read(ref byte* p, ref byte* o)
    {
        var start = p;
        var isNegative = *p == '-';
        var digits = isNegative ? p + 1 : p;
        var q = digits;
        var value = 0L;
        uint digit;
        while ((digit = (uint)(*q - '0')) <= 9)
        {
            value = unchecked(value * 10 + digit);
            q++;
        }

        var count = q - digits;
        if (count == 0 || (*digits == '0' && count > 1))
            return false;
        if (count > SafeDigits || *q is (byte)'.' or (byte)'e' or (byte)'E' || (isNegative && value == 0))
            return ReadSlow(start, value, count, ref p, q, ref o);
        *o = (byte)AttributeKind.I64;
        Unsafe.WriteUnaligned(o + 1, isNegative ? -value : value);
        o += 1 + sizeof(long);
        p = q;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ReadSlow(byte* start, long value, long count, ref byte* p, byte* q, ref byte* o)
    {
        var (exponent, isWhole) = (0, true);
        if (*q == '.')
        {
            isWhole = false;
            var fraction = ++q;
            for (; (uint)(*q - '0') <= 9; q++)
                value = unchecked(value * 10 + (*q - '0'));
            exponent = (int)-(q - fraction);
            count -= exponent;
            if (exponent == 0)
                return false;
        }

        if (*q is (byte)'e' or (byte)'E')
        {
            isWhole = false;
            if (!ReadExponent(ref q, ref exponent))
                return false;
        }

        p = q;
        var text = new ReadOnlySpan<byte>(start, (int)(q - start));
        if (isWhole && value != 0 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            *o = (byte)AttributeKind.I64;
            Unsafe.WriteUnaligned(o + 1, integer);
        }
        else
        {
            *o = (byte)AttributeKind.F64;
            Unsafe.WriteUnaligned(o + 1, Double(text, value, count, exponent));
        }

        o += 1 + sizeof(double);
        return true;
    }

    private static double Double(ReadOnlySpan<byte> text, long value, long count, int exponent)
    {
        if (count > SafeDigits || value > ExactDouble || Math.Abs((long)exponent) >= Powers.Length)
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        var result = exponent < 0 ? value / Powers[-exponent] : value * Powers[exponent];
        return text[0] == '-' ? -result : result;
    }

    private static bool ReadExponent(ref byte* q, ref int exponent)
    {
        q++;
        var isNegative = *q == '-';
        if (*q is (byte)'+' or (byte)'-')
            q++;
        var start = q;
        var value = 0;
        // Far beyond what a double can have, more digits change nothing.
        for (; (uint)(*q - '0') <= 9; q++)
            value = Math.Min(value * 10 + (*q - '0'), 100_000_000);
        exponent += isNegative ? -value : value;
        return q > start;
    }
}
