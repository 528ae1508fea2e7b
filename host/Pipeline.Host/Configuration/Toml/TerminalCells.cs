using System.Globalization;
using System.Text;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>How many terminal cells a character takes, and what is safe to print in its place.</summary>
internal static class TerminalCells
{
    private const int TabCells = 4;
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Gives the UTF-16 units of the character at an offset, and the cells it fills when appended by <see cref="Append"/>.
    /// </summary>
    public static int Measure(string text, int offset, out int cells)
    {
        if (!Rune.TryGetRuneAt(text, offset, out Rune rune))
        {
            cells = 1;
            return 1;
        }
        cells = rune.Value == '\t' ? TabCells : IsHarmful(rune) ? 1 : IsCombining(rune) ? 0 : IsWide(rune.Value) ? 2 : 1;
        return rune.Utf16SequenceLength;
    }

    public static void Append(StringBuilder target, string text, int from, int to)
    {
        while (from < to)
        {
            bool whole = Rune.TryGetRuneAt(text, from, out Rune rune);
            int units = whole ? rune.Utf16SequenceLength : 1;
            if (whole && rune.Value == '\t')
                target.Append(' ', TabCells);
            else if (!whole || IsHarmful(rune))
                target.Append(Replacement);
            else
                target.Append(text, from, units);
            from += units;
        }
    }

    /// <summary>Control and format characters could move the cursor, colour the terminal or reorder the line.</summary>
    private static bool IsHarmful(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsCombining(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>The blocks that Unicode's East Asian Width calls wide; the odd single character outside them is let go.</summary>
    private static bool IsWide(int value) => value
        is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
        or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6
        or >= 0x1F300 and <= 0x1F64F or >= 0x1F680 and <= 0x1F6FF or >= 0x1F900 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD;
}
