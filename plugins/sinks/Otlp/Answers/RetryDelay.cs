using System.Net.Http.Headers;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>How long the other end wants to be left alone, within reason: no answer silences a sink for longer than <see cref="Longest"/>.</summary>
internal static class RetryDelay
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A Retry-After header, seconds or a date; null: there is none that makes sense.</summary>
    public static TimeSpan? Of(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => Limited(delta),
        { Date: { } date } => Limited(date - now),
        _ => null,
    };

    /// <summary>Seconds and nanoseconds of a RetryInfo.</summary>
    public static TimeSpan Of(long seconds, long nanoseconds) =>
        seconds > Longest.TotalSeconds ? Longest
        : seconds < 0 || nanoseconds is < 0 or >= 1_000_000_000 ? TimeSpan.Zero
        : Limited(new TimeSpan((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick)));

    private static TimeSpan Limited(TimeSpan delay) => delay < TimeSpan.Zero ? TimeSpan.Zero : delay > Longest ? Longest : delay;
}
