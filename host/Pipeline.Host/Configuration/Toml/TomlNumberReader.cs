using System.Globalization;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads a word that begins like a number.</summary>
internal sealed class TomlNumberReader(TomlFaults faults)
{
    /// <summary>Gives the integer or float a word is; null after an error.</summary>
    public TomlValue? Read(SourceSpan word)
    {
        ReadOnlySpan<char> text = word.Text;
        bool signed = text[0] is '+' or '-';
        ReadOnlySpan<char> unsigned = signed ? text[1..] : text;
        if (unsigned is "nan")
            return new TomlFloat(double.NaN, word);
        if (unsigned is "inf")
            return new TomlFloat(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity, word);
        if (unsigned.Length > 1 && unsigned[0] == '0' && RadixOf(char.ToLowerInvariant(unsigned[1])) is { } radix)
            return ReadPrefixed(word, unsigned, radix, signed);
        return ReadDecimal(word, unsigned);
    }

    private TomlInteger? ReadPrefixed(SourceSpan word, ReadOnlySpan<char> unsigned, int radix, bool signed)
    {
        ReadOnlySpan<char> digits = unsigned[2..];
        bool sound = DigitRun(digits, radix, out int length);
        string? error =
            length == 0 || length < digits.Length
                ? $"is no number of base {radix}; after the prefix only {DigitNames(radix)} and _ may stand"
            : !sound ? "has an underscore that does not stand between two digits"
            : signed ? $"has a sign, which a number of base {radix} cannot have; write it in decimal"
            : char.IsAsciiLetterUpper(unsigned[1]) ? "has a prefix in upper case; write 0x, 0o or 0b"
            : null;
        if (error is not null)
            return (TomlInteger?)Fail(word, error);

        long value = 0;
        foreach (char digit in digits)
        {
            if (digit == '_')
                continue;
            if (value > (long.MaxValue - DigitValue(digit)) / radix)
                return (TomlInteger?)Fail(word, $"does not fit 64 bits (expected at most {long.MaxValue})");
            value = value * radix + DigitValue(digit);
        }
        return new TomlInteger(value, word);
    }

    private TomlValue? ReadDecimal(SourceSpan word, ReadOnlySpan<char> unsigned)
    {
        bool sound = DigitRun(unsigned, 10, out int whole);
        ReadOnlySpan<char> rest = unsigned[whole..];
        bool hasPoint = rest is ['.', ..], bareExponent = false;
        int fraction = 0;
        if (hasPoint)
        {
            sound &= DigitRun(rest[1..], 10, out fraction);
            rest = rest[(1 + fraction)..];
        }
        bool hasExponent = rest is ['e' or 'E', ..];
        if (hasExponent)
        {
            rest = rest is [_, '+' or '-', ..] ? rest[2..] : rest[1..];
            sound &= DigitRun(rest, 10, out int exponent);
            bareExponent = exponent == 0;
            rest = rest[exponent..];
        }

        if (!rest.IsEmpty || whole + fraction == 0)
            return Fail(word, "is not a number, and a string needs quotes", TomlFaults.Quoted(word.Text));
        if (hasPoint && (whole == 0 || fraction == 0))
            return Fail(word, "needs a digit on both sides of the decimal point");
        if (bareExponent)
            return Fail(word, "has an exponent without digits");
        if (!sound)
            return Fail(word, "has an underscore that does not stand between two digits");
        if (whole > 1 && unsigned[0] == '0')
            return Fail(word, "has a leading zero; drop it, or write 0o for octal");

        string plain = word.Text.ToString().Replace("_", "", StringComparison.Ordinal);
        if (hasPoint || hasExponent)
            return new TomlFloat(double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture), word);
        return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? new TomlInteger(value, word)
            : Fail(word, $"does not fit 64 bits (expected {long.MinValue} to {long.MaxValue})");
    }

    private TomlValue? Fail(SourceSpan word, string message, string? suggestion = null)
    {
        faults.Report(word, $"{TomlFaults.Excerpt(word.Text)} {message}", suggestion);
        return null;
    }

    /// <summary>
    /// Measures the run of digits and underscores a text begins with; false if an underscore lacks a digit on either side.
    /// </summary>
    private static bool DigitRun(ReadOnlySpan<char> text, int radix, out int length)
    {
        bool sound = true, afterDigit = false;
        for (length = 0; length < text.Length; length++)
        {
            bool isDigit = char.IsAsciiHexDigit(text[length]) && DigitValue(text[length]) < radix;
            if (!isDigit && text[length] != '_')
                break;
            sound &= isDigit || afterDigit;
            afterDigit = isDigit;
        }
        return sound && (length == 0 || afterDigit);
    }

    private static int DigitValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static int? RadixOf(char prefix) => prefix switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => null };

    private static string DigitNames(int radix) => radix switch { 16 => "0-9 a-f", 8 => "0-7", _ => "0 1" };
}
