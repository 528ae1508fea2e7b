using System.Globalization;

namespace Pipeline.Lines.Columns;

/// <summary>
/// Unix time as a number: seconds up to 10^11 (the year 5138), milliseconds up to 10^14, microseconds up to 10^17, beyond that nanoseconds. Earlier than a few
/// months into 1970 only seconds can be told.
/// </summary>
internal static class UnixNumber
{
    private const decimal Seconds = 1e11m, Milliseconds = 1e14m, Microseconds = 1e17m;

    public static bool TryRead(long number, out long nanoseconds)
    {
        // |long.MinValue| has no long.
        var size = (ulong)(number < 0 ? unchecked(-number) : number);
        var factor = size < (ulong)Seconds ? 1_000_000_000 : size < (ulong)Milliseconds ? 1_000_000 : size < (ulong)Microseconds ? 1_000 : 1;
        nanoseconds = unchecked(number * factor);
        return Math.BigMul(number, factor) == nanoseconds;
    }

    /// <summary>With digits behind a point, exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
            return false;
        var size = Math.Abs(number);
        if (size > long.MaxValue)
            return false;
        var value = number * (size < Seconds ? 1e9m : size < Milliseconds ? 1e6m : size < Microseconds ? 1e3m : 1m);
        if (Math.Abs(value) > long.MaxValue)
            return false;
        nanoseconds = (long)value;
        return true;
    }
}
