using System.Globalization;
using System.Text;

namespace Pipeline.Expressions.Syntax;

/// <summary>Reads text in quotes, double or single, with escapes; behind an <c>r</c> backslashes are plain, for regular expressions.</summary>
internal static class QuoteReader
{
    public static TextLiteral Read(string text, int start)
    {
        var raw = text[start] == 'r';
        var at = raw ? start + 1 : start;
        var quote = text[at++];
        var bytes = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && !raw)
            {
                at = Escape(text, at, bytes);
                continue;
            }

            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var taken);
            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            at += taken;
        }

        return at < text.Length
            ? new TextLiteral(new Place(start, at + 1 - start), [.. bytes])
            : throw new Place(start, text.Length - start).Error($"the closing {quote} is missing");
    }

    /// <summary>Appends what the escape at <paramref name="at"/> stands for and returns where it ends.</summary>
    private static int Escape(string text, int at, List<byte> bytes)
    {
        if (at + 1 == text.Length)
            throw new Place(at, 1).Error("nothing follows the backslash");
        switch (text[at + 1])
        {
            case 'x':
                bytes.Add((byte)Hexadecimal(text, at, 2));
                return at + 4;
            case 'u':
                var code = Hexadecimal(text, at, 4);
                if (!Rune.IsValid(code))
                    throw new Place(at, 6).Error("the escape is half of a surrogate pair: write the character itself");
                Span<byte> utf8 = stackalloc byte[4];
                bytes.AddRange(utf8[..new Rune(code).EncodeToUtf8(utf8)]);
                return at + 6;
            default:
                bytes.Add(Simple(text, at));
                return at + 2;
        }
    }

    private static byte Simple(string text, int at) => text[at + 1] switch
    {
        'n' => (byte)'\n',
        'r' => (byte)'\r',
        't' => (byte)'\t',
        '0' => 0,
        '\\' or '"' or '\'' => (byte)text[at + 1],
        _ => throw new Place(at, 2).Error(
            @"the escape is none of \n \r \t \0 \\ \"" \' \xNN \uNNNN; for a regular expression write r""..."", where backslashes are plain"),
    };

    private static int Hexadecimal(string text, int at, int digits)
    {
        var span = text.AsSpan(at + 2, Math.Min(digits, text.Length - at - 2));
        return span.Length == digits && int.TryParse(span, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new Place(at, 2).Error($"\\{text[at + 1]} is followed by {digits} hexadecimal digits");
    }
}
