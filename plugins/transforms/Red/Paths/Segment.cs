using System.Buffers;

namespace Pipeline.Transforms.Red.Paths;

/// <summary>Tells segments of paths that are data from those that are names.</summary>
internal static class Segment
{
    private const int Longest = 48;
    private const int ShortestHash = 8;
    private const int ShortestWordlessHash = 16;
    private const int ShortestToken = 10;
    private const int ShortestMixedToken = 20;
    private const int UuidLength = 36;

    private static readonly SearchValues<byte> Names = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@"u8);
    private static readonly SearchValues<byte> Numbers = SearchValues.Create("0123456789-+.,:_"u8);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>The placeholder that a segment becomes, <c>{id}</c> or <c>{date}</c>; empty: it is a name.</summary>
    public static ReadOnlySpan<byte> Placeholder(ReadOnlySpan<byte> segment)
    {
        if (IsDate(segment))
            return "{date}"u8;
        return segment.Length > Longest || segment.ContainsAnyExcept(Names) || IsNumber(segment) || IsHash(segment) || IsUuid(segment) || IsToken(segment) ? "{id}"u8 : default;
    }

    /// <summary>A day, with or without a time behind it.</summary>
    private static bool IsDate(ReadOnlySpan<byte> text) =>
        text.Length is >= 10 and <= Longest && text[4] == '-' && text[7] == '-' && (text.Length == 10 || text[10] is (byte)'T' or (byte)'t' or (byte)'_' or (byte)' ')
        && AreDigits(text[..4]) && AreDigits(text[5..7]) && AreDigits(text[8..10]);

    /// <summary>A number, version, address, place on earth: digits and what stands between them.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text) => text.ContainsAny(Digits) && !text.ContainsAnyExcept(Numbers);

    /// <summary>Hexadecimal digits; few of them only with a decimal one among them, for facade is a word.</summary>
    private static bool IsHash(ReadOnlySpan<byte> text)
    {
        var digits = text.StartsWith("0x"u8) ? text[2..] : text;
        return digits.Length >= ShortestHash && !digits.ContainsAnyExcept(Hex) && (digits.Length >= ShortestWordlessHash || digits.ContainsAny(Digits));
    }

    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != UuidLength)
            return false;
        for (var i = 0; i < text.Length; i++)
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !Hex.Contains(text[i]))
                return false;
        return true;
    }

    /// <summary>Letters and digits in turns, as no word has them: base64, ULID, short ids.</summary>
    private static bool IsToken(ReadOnlySpan<byte> text)
    {
        if (text.Length < ShortestToken)
            return false;
        var (turns, digits, upper, lower) = (0, 0, false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var isDigit = char.IsAsciiDigit((char)text[i]);
            digits += isDigit ? 1 : 0;
            upper |= char.IsAsciiLetterUpper((char)text[i]);
            lower |= char.IsAsciiLetterLower((char)text[i]);
            if (i > 0 && isDigit ? char.IsAsciiLetter((char)text[i - 1]) : i > 0 && char.IsAsciiLetter((char)text[i]) && char.IsAsciiDigit((char)text[i - 1]))
                turns++;
        }

        return turns >= 4 || (text.Length >= ShortestMixedToken && digits >= 2 && upper && lower) || text.EndsWith("=="u8);
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Digits);
}
