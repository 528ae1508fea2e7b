namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>cpu.stat of either version: version 1 has no times, version 2 no periods where the controller is not enabled.</summary>
internal ref struct CpuStat
{
    private const int Times = 0b111, AllPeriods = 0b111000;

    private int _found;

    /// <summary>Microseconds.</summary>
    internal ulong Usage, User, System;

    internal ulong Periods, ThrottledPeriods;

    /// <summary>Nanoseconds on version 1, microseconds on version 2.</summary>
    internal ulong Throttled;

    internal CpuStat(ReadOnlySpan<byte> text)
    {
        var lines = new KeyedLines(text);
        while (lines.MoveNext())
            if (lines.Key.SequenceEqual("usage_usec"u8))
                Take(ref Usage, lines.Value, 0);
            else if (lines.Key.SequenceEqual("user_usec"u8))
                Take(ref User, lines.Value, 1);
            else if (lines.Key.SequenceEqual("system_usec"u8))
                Take(ref System, lines.Value, 2);
            else if (lines.Key.SequenceEqual("nr_periods"u8))
                Take(ref Periods, lines.Value, 3);
            else if (lines.Key.SequenceEqual("nr_throttled"u8))
                Take(ref ThrottledPeriods, lines.Value, 4);
            else if (lines.Key.SequenceEqual("throttled_usec"u8) || lines.Key.SequenceEqual("throttled_time"u8))
                Take(ref Throttled, lines.Value, 5);
    }

    internal readonly bool HasTimes => (_found & Times) == Times;

    internal readonly bool HasPeriods => (_found & AllPeriods) == AllPeriods;

    private void Take(ref ulong figure, ulong value, int bit)
    {
        figure = value;
        _found |= 1 << bit;
    }
}
