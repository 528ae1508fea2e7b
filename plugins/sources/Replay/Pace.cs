using System.Globalization;

namespace Pipeline.Sources.Replay;

/// <summary>Holds rows back until as much time has passed since the first of them as had when they were recorded. One thread at a time.</summary>
/// <param name="factor">How many times as fast as it was recorded; 0: as fast as possible.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(double factor, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private long _firstRecorded;
    private long _firstShown;
    private bool _started;

    /// <exception cref="OptionException">The text is no speed.</exception>
    public static double Parse(string text)
    {
        if (text is "max" or "real")
            return text == "real" ? 1 : 0;
        if (text.EndsWith('x') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            && double.IsFinite(factor) && factor > 0)
            return factor;
        throw new OptionException("speed", $"not a speed (got \"{text}\", expected max, real or a multiple such as 10x)");
    }

    /// <summary>How long what was recorded at <paramref name="recorded"/> (Unix ns) still has to wait; zero or less: not at all.</summary>
    public TimeSpan Wait(long recorded)
    {
        if (factor == 0)
            return TimeSpan.Zero;
        if (!_started)
            (_started, _firstRecorded, _firstShown) = (true, recorded, time.GetTimestamp());
        var due = ((double)recorded - _firstRecorded) / factor / TimeSpan.NanosecondsPerTick;
        var wait = due - time.GetElapsedTime(_firstShown).Ticks;
        return wait >= LongestWait.Ticks ? LongestWait : TimeSpan.FromTicks((long)wait);
    }

    /// <summary>Waits that long.</summary>
    public Task DelayAsync(TimeSpan wait, CancellationToken stop) => Task.Delay(wait, time, stop);
}
