using System.Buffers;
using System.Globalization;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>What TOML says about single characters, and how messages name them.</summary>
internal static class TomlCharacters
{
    private const string Controls =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\n\u000B\f\r\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F";

    private static readonly string Surrogates = string.Create(0x800, 0, static (units, _) =>
    {
        for (int i = 0; i < units.Length; i++)
            units[i] = (char)(0xD800 + i);
    });

    public static readonly SearchValues<char> BareKey =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Where a run of plain text in a comment or a literal string may have to stop.</summary>
    public static readonly SearchValues<char> LiteralStops = SearchValues.Create("'" + Controls + Surrogates);

    public static readonly SearchValues<char> CommentStops = SearchValues.Create(Controls + Surrogates);

    public static readonly SearchValues<char> BasicStops = SearchValues.Create("\"\\" + Controls + Surrogates);

    /// <summary>Where an unquoted word ends, wider than TOML's grammar so that a forgotten quote is named with the whole word.</summary>
    public static readonly SearchValues<char> WordStops = SearchValues.Create(" \t,[]{}#=\"'" + Controls + Surrogates);

    public static readonly SearchValues<char> LineEnd = SearchValues.Create("\n");

    /// <summary>
    /// Why the character at an offset may stand nowhere in a TOML text (line breaks apart), with the remedy; null if it may.
    /// </summary>
    public static string? Forbidden(string text, int offset)
    {
        char c = text[offset];
        if (char.IsSurrogate(c))
        {
            if (IsPair(text, offset))
                return null;
            return c is >= (char)(SourceText.UndecodedByte + 0x80) and <= (char)(SourceText.UndecodedByte + 0xFF)
                ? $"byte 0x{c - SourceText.UndecodedByte:X2} is not valid UTF-8; save the file as UTF-8"
                : $"U+{(int)c:X4} is half of a surrogate pair, which no UTF-8 text can hold";
        }
        if (c == '\r')
            return "a carriage return stands without a line feed; end lines with LF or CRLF";
        return c != '\t' && char.IsAscii(c) && char.IsControl(c)
            ? $"control character U+{(int)c:X4} is not allowed; write it as \\u{(int)c:X4} in a \"basic string\""
            : null;
    }

    public static bool IsPair(string text, int offset) =>
        offset + 1 < text.Length && char.IsSurrogatePair(text[offset], text[offset + 1]);

    /// <summary>What stands at an offset, as a message says it after "got".</summary>
    public static string Describe(string text, int offset)
    {
        if (offset >= text.Length)
            return "the end of the file";
        char c = text[offset];
        if (c is '\n' or '\r')
            return "the end of the line";
        if (IsPair(text, offset))
            return $"'{text.AsSpan(offset, 2)}'";
        return IsInvisible(c) || char.IsSurrogate(c) || char.IsWhiteSpace(c) && c != ' ' ? $"U+{(int)c:X4}" : $"'{c}'";
    }

    /// <summary>Control and format characters: what a message must not print as it is.</summary>
    public static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
