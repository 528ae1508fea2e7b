using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pipeline.Text;

/// <summary>
/// Text that cannot do anything to a terminal, or to a reader of lines: control, formatting and bidirectional characters and line separators become
/// <c>\n \r \t \xNN \uNNNN \UNNNNNNNN</c>, bytes that are not UTF-8 <c>\xNN</c>, a backslash two, so that the text can be read back.
/// </summary>
internal static class SafeText
{
    /// <summary>Printable ASCII without the backslash: what shows as itself.</summary>
    public static readonly SearchValues<byte> Plain = SearchValues.Create([.. Printable('\\')]);

    private static readonly SearchValues<byte> PlainInQuotes = SearchValues.Create([.. Printable('\\', '"')]);

    /// <summary>Printable ASCII, spaces included, except some.</summary>
    public static IEnumerable<byte> Printable(params char[] except) => Enumerable.Range(0x20, 0x5f).Where(i => !except.Contains((char)i)).Select(i => (byte)i);

    /// <summary>Appends a text until it is cut. Inside double quotes these are escaped too.</summary>
    public static void Write(ref TextFitter fitter, ReadOnlySpan<byte> text, bool inQuotes = false)
    {
        var plain = inQuotes ? PlainInQuotes : Plain;
        while (!text.IsEmpty && !fitter.IsCut)
        {
            var run = text.IndexOfAnyExcept(plain);
            if (run != 0)
            {
                fitter.AppendAscii(run < 0 ? text : text[..run]);
                if (run < 0)
                    return;
                text = text[run..];
            }

            var status = Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            if (status != OperationStatus.Done)
                EscapeBytes(ref fitter, text[..consumed]);
            else if (rune.IsAscii || !IsShown(rune))
                Escape(ref fitter, rune);
            else
                fitter.Append(text[..consumed], DisplayWidth.Of(rune));
            text = text[consumed..];
        }
    }

    /// <summary>Whether a text is not empty and consists of <paramref name="bare"/> ASCII and of other characters that show as themselves and are no spaces.</summary>
    public static bool IsBare(ReadOnlySpan<byte> text, SearchValues<byte> bare)
    {
        if (text.IsEmpty)
            return false;
        while (true)
        {
            var next = text.IndexOfAnyExcept(bare);
            if (next < 0)
                return true;
            text = text[next..];
            if (Rune.DecodeFromUtf8(text, out var rune, out var consumed) != OperationStatus.Done || rune.IsAscii || !IsShown(rune) || Rune.IsWhiteSpace(rune))
                return false;
            text = text[consumed..];
        }
    }

    private static bool IsShown(Rune rune) =>
        // The zero-width joiners hold scripts and emoji together.
        rune.Value is 0x200c or 0x200d
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void EscapeBytes(ref TextFitter fitter, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            Number(ref fitter, (byte)'x', value, 2);
    }

    private static void Escape(ref TextFitter fitter, Rune rune)
    {
        switch (rune.Value)
        {
            case '\n':
                fitter.Append("\\n"u8, 2);
                break;
            case '\r':
                fitter.Append("\\r"u8, 2);
                break;
            case '\t':
                fitter.Append("\\t"u8, 2);
                break;
            case '\\':
                fitter.Append("\\\\"u8, 2);
                break;
            case '"':
                fitter.Append("\\\""u8, 2);
                break;
            case < 0x80:
                Number(ref fitter, (byte)'x', (uint)rune.Value, 2);
                break;
            case <= 0xffff:
                Number(ref fitter, (byte)'u', (uint)rune.Value, 4);
                break;
            default:
                Number(ref fitter, (byte)'U', (uint)rune.Value, 8);
                break;
        }
    }

    private static void Number(ref TextFitter fitter, byte kind, uint value, int digits)
    {
        Span<byte> piece = stackalloc byte[10];
        (piece[0], piece[1]) = ((byte)'\\', kind);
        Digits.WriteHex(piece.Slice(2, digits), value);
        fitter.Append(piece[..(2 + digits)], 2 + digits);
    }
}
