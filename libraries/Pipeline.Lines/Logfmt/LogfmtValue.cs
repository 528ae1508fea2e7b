using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pipeline.Lines.Logfmt;

/// <summary>Copies a value, quoted or bare, without quotes and escapes.</summary>
internal static unsafe class LogfmtValue
{
    private static readonly SearchValues<byte> BareEnds = SearchValues.Create(" \t\r"u8);
    private static readonly SearchValues<byte> QuotedEnds = SearchValues.Create("\"\\"u8);

    /// <param name="rest">What stands behind the equals sign; then what stands behind the value.</param>
    /// <param name="o">Where to; then behind the copy.</param>
    /// <returns>False when a quote is not closed, not followed by a space, or an escape is none.</returns>
    public static bool Copy(ref ReadOnlySpan<byte> rest, ref byte* o)
    {
        if (rest.IsEmpty || rest[0] != '"')
        {
            var length = rest.IndexOfAny(BareEnds);
            Append(ref o, length < 0 ? rest : rest[..length]);
            rest = length < 0 ? default : rest[length..];
            return true;
        }

        rest = rest[1..];
        while (rest.IndexOfAny(QuotedEnds) is var next and >= 0)
        {
            Append(ref o, rest[..next]);
            var isEnd = rest[next] == '"';
            rest = rest[(next + 1)..];
            if (isEnd)
                return rest.IsEmpty || BareEnds.Contains(rest[0]);
            if (!Unescape(ref rest, ref o))
                return false;
        }

        return false;
    }

    private static void Append(ref byte* o, ReadOnlySpan<byte> text)
    {
        text.CopyTo(new Span<byte>(o, text.Length));
        o += text.Length;
    }

    private static bool Unescape(ref ReadOnlySpan<byte> rest, ref byte* o)
    {
        if (rest.IsEmpty)
            return false;
        var kind = rest[0];
        rest = rest[1..];
        switch (kind)
        {
            case (byte)'n':
                *o++ = (byte)'\n';
                return true;
            case (byte)'r':
                *o++ = (byte)'\r';
                return true;
            case (byte)'t':
                *o++ = (byte)'\t';
                return true;
            case (byte)'b':
                *o++ = (byte)'\b';
                return true;
            case (byte)'f':
                *o++ = (byte)'\f';
                return true;
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'\'':
                *o++ = kind;
                return true;
            case (byte)'x':
                // A byte, which need not be a character: what is not UTF-8 is written so.
                if (!TryHex(ref rest, 2, out var value))
                    return false;
                *o++ = (byte)value;
                return true;
            case (byte)'u' or (byte)'U':
                return TryHex(ref rest, kind == 'u' ? 4 : 8, out var unit) && AppendRune(unit, ref rest, ref o);
            default:
                return false;
        }
    }

    private static bool AppendRune(uint unit, ref ReadOnlySpan<byte> rest, ref byte* o)
    {
        if (unit is >= 0xd800 and < 0xdc00 && rest is [(byte)'\\', (byte)'u', ..] && TryLow(rest[2..], out var low))
        {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            rest = rest[6..];
        }

        var rune = Rune.IsValid(unit) ? new Rune(unit) : Rune.ReplacementChar;
        o += rune.EncodeToUtf8(new Span<byte>(o, 4));
        return true;

        static bool TryLow(ReadOnlySpan<byte> digits, out uint low) => TryHex(ref digits, 4, out low) && low is >= 0xdc00 and < 0xe000;
    }

    private static bool TryHex(ref ReadOnlySpan<byte> rest, int digits, out uint value)
    {
        value = 0;
        if (rest.Length < digits || !uint.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
            return false;
        rest = rest[digits..];
        return true;
    }
}
