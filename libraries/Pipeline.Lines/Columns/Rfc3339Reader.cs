namespace Pipeline.Lines.Columns;

/// <summary>
/// Reads RFC 3339: <c>2026-01-31T12:00:00.123456789Z</c>. A space may stand for the T, a comma for the point, and any number of digits behind it, of which nine
/// count. Without an offset it is no point in time, and refused.
/// </summary>
internal static class Rfc3339Reader
{
    private const int Least = 20;

    public static bool TryRead(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (text.Length < Least || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':' || text[16] != ':')
            return false;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        // A leap second is the last of its minute told once more.
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
            return false;
        var rest = text[19..];
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offset))
            return false;
        var seconds = (new DateTime(year, month, day, hour, minute, Math.Min(second, 59)).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond - offset;
        nanoseconds = unchecked(seconds * 1_000_000_000 + fraction);
        return Math.Abs((decimal)seconds * 1_000_000_000 + fraction) < long.MaxValue;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long nanoseconds)
    {
        nanoseconds = 0;
        if (rest.IsEmpty || rest[0] is not ((byte)'.' or (byte)','))
            return true;
        var length = 1;
        for (var scale = 100_000_000; length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9'; length++, scale /= 10)
            nanoseconds += (rest[length] - '0') * scale;
        rest = rest[length..];
        return length > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out int seconds)
    {
        seconds = 0;
        if (rest is [(byte)'Z' or (byte)'z'])
            return true;
        // With or without a colon: ISO 8601 has both.
        var digits = rest.Length == 6 && rest[3] == ':' ? rest[4..] : rest.Length == 5 ? rest[3..] : default;
        if (digits.IsEmpty || rest[0] is not ((byte)'+' or (byte)'-'))
            return false;
        var (hours, minutes) = (Number(rest[1..3]), Number(digits));
        seconds = (hours * 60 + minutes) * (rest[0] == '-' ? -60 : 60);
        return hours is >= 0 and < 24 && minutes is >= 0 and < 60;
    }

    // -1: not all digits.
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return -1;
            number = number * 10 + (digit - '0');
        }

        return number;
    }
}
