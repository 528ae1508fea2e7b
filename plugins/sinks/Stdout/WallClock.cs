using Pipeline.Text;

namespace Pipeline.Sinks.Stdout;

/// <summary>Times as a clock on the wall shows them: <c>14:03:59</c>. The day is left to other formats. Remembers the last second, whose text most rows share.</summary>
internal sealed class WallClock(TimeZoneInfo zone)
{
    /// <summary>Characters of a time.</summary>
    public const int Length = 8;

    private const int SecondsOfDay = 86_400;

    private readonly byte[] _text = [.. "00:00:00"u8];
    private long _seconds = long.MinValue;

    /// <summary>The text of a second, valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(long seconds)
    {
        if (seconds == _seconds)
            return _text;
        _seconds = seconds;
        var local = seconds + (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(seconds)).TotalSeconds;
        var ofDay = (uint)((local % SecondsOfDay + SecondsOfDay) % SecondsOfDay);
        Digits.Write(_text.AsSpan(0, 2), ofDay / 3600);
        Digits.Write(_text.AsSpan(3, 2), ofDay / 60 % 60);
        Digits.Write(_text.AsSpan(6, 2), ofDay % 60);
        return _text;
    }
}
