using System.Globalization;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads a word that begins like a date or a time (RFC 3339, with the offset or the date or the time left out).</summary>
internal sealed class TomlDateTimeReader(TomlFaults faults)
{
    private const int DateLength = 10;
    private const int NanosecondDigits = 9;

    public static bool Begins(ReadOnlySpan<char> word) => BeginsDate(word) || BeginsTime(word);

    public static bool IsDate(ReadOnlySpan<char> word) => word.Length == DateLength && BeginsDate(word);

    public static bool BeginsTime(ReadOnlySpan<char> word) => word.Length > 2 && AreDigits(word[..2]) && word[2] == ':';

    /// <summary>Gives the one of the four forms a word is; null after an error.</summary>
    public TomlValue? Read(SourceSpan word)
    {
        if (BeginsTime(word.Text))
            return ReadTime(word, 0, out int end) is { } timeOnly && Ends(word, end) ? timeOnly : null;

        if (ReadDate(word) is not { } date)
            return null;
        if (word.Length == DateLength)
            return date;
        if (word.Text[DateLength] is not ('T' or 't' or ' '))
            return Misshapen<TomlValue>(word);
        if (ReadTime(word, DateLength + 1, out int timeEnd) is not { } time)
            return null;
        if (timeEnd == word.Length)
            return new TomlLocalDateTime(date, time, word);
        return ReadOffset(word, timeEnd) is { } minutes ? new TomlOffsetDateTime(date, time, minutes, word) : null;
    }

    private TomlLocalDate? ReadDate(SourceSpan word)
    {
        ReadOnlySpan<char> text = word.Text;
        if (text.Length < DateLength || !AreDigits(text[5..7]) || text[7] != '-' || !AreDigits(text[8..10]))
            return Misshapen<TomlLocalDate>(word);
        int year = Number(text[..4]), month = Number(text[5..7]), day = Number(text[8..10]);
        if (!InRange(word.Slice(5, 2), "month", 1, 12))
            return null;
        // A year of the same calendar that DateTime knows stands in for year 0, a leap year.
        int days = DateTime.DaysInMonth(year == 0 ? 2000 : year, month);
        return InRange(word.Slice(8, 2), $"day of {text[..7]}", 1, days)
            ? new TomlLocalDate(year, month, day, word.Slice(0, DateLength))
            : null;
    }

    private TomlLocalTime? ReadTime(SourceSpan word, int start, out int end)
    {
        ReadOnlySpan<char> text = word.Text[start..];
        end = start + 8;
        if (text.Length < 8 || !BeginsTime(text) || !BeginsTime(text[3..]) || !AreDigits(text[6..8]))
            return Misshapen<TomlLocalTime>(word);
        int nanosecond = 0;
        if (text.Length > 8 && text[8] == '.')
        {
            int digits = text[9..].IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? text.Length - 9 : digits;
            if (digits == 0)
                return Misshapen<TomlLocalTime>(word);
            end += 1 + digits;
            nanosecond = Number(text.Slice(9, Math.Min(digits, NanosecondDigits)));
            for (int i = digits; i < NanosecondDigits; i++)
                nanosecond *= 10;
        }
        // Second 60 is let through at any minute: when a leap second was, only a table that ages could tell.
        return InRange(word.Slice(start, 2), "hour", 0, 23) && InRange(word.Slice(start + 3, 2), "minute", 0, 59)
                && InRange(word.Slice(start + 6, 2), "second", 0, 60)
            ? new TomlLocalTime(Number(text[..2]), Number(text[3..5]), Number(text[6..8]), nanosecond, word.Slice(start, end - start))
            : null;
    }

    private int? ReadOffset(SourceSpan word, int start)
    {
        ReadOnlySpan<char> text = word.Text[start..];
        if (text is "Z" or "z")
            return 0;
        if (text is not ['+' or '-', _, _, ':', _, _] || !AreDigits(text[1..3]) || !AreDigits(text[4..6]))
        {
            ReportShape(word);
            return null;
        }
        if (!InRange(word.Slice(start + 1, 2), "offset hour", 0, 23) || !InRange(word.Slice(start + 4, 2), "offset minute", 0, 59))
            return null;
        int minutes = Number(text[1..3]) * 60 + Number(text[4..6]);
        return text[0] == '-' ? -minutes : minutes;
    }

    private bool Ends(SourceSpan word, int end)
    {
        if (end < word.Length)
            ReportShape(word);
        return end == word.Length;
    }

    private bool InRange(SourceSpan field, string name, int low, int high)
    {
        int value = Number(field.Text);
        if (value >= low && value <= high)
            return true;
        faults.Report(field, $"there is no such {name} (got {field.Text}, expected {low:D2} to {high:D2})");
        return false;
    }

    private T? Misshapen<T>(SourceSpan word)
        where T : TomlValue
    {
        ReportShape(word);
        return null;
    }

    private void ReportShape(SourceSpan word) => faults.Report(
        word,
        $"{TomlFaults.Excerpt(word.Text)} is no date or time; a string needs quotes "
            + "(expected the form 2026-01-31, 23:59:00.5, 2026-01-31T23:59:00 or 2026-01-31T23:59:00+01:00)");

    private static bool BeginsDate(ReadOnlySpan<char> word) => word.Length > 4 && AreDigits(word[..4]) && word[4] == '-';

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
