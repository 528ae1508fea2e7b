namespace Pipeline.Text;

/// <summary>A point in time, wide enough for any sum of a cell and an offset.</summary>
/// <param name="Seconds">Whole seconds since 1970, rounded down.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
internal readonly record struct UnixTime(long Seconds, int Nanoseconds)
{
    private const long Second = 1_000_000_000;

    /// <summary>The sum of two nanosecond counts, which need not fit 64 bits.</summary>
    public static UnixTime From(long cell, long offset)
    {
        var seconds = FloorSeconds(cell) + FloorSeconds(offset);
        var nanoseconds = cell - FloorSeconds(cell) * Second + (offset - FloorSeconds(offset) * Second);
        return nanoseconds < Second ? new(seconds, (int)nanoseconds) : new(seconds + 1, (int)(nanoseconds - Second));
    }

    private static long FloorSeconds(long nanoseconds)
    {
        var seconds = nanoseconds / Second;
        return seconds * Second > nanoseconds ? seconds - 1 : seconds;
    }
}
