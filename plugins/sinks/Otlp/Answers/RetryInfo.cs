using Pipeline.Http;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>The duration in which a gRPC status says when to come again.</summary>
internal static class RetryInfo
{
    /// <summary>As long as it says, but no longer than is believed; zero where it says nonsense.</summary>
    public static TimeSpan Of(long seconds, long nanoseconds) =>
        seconds < 0 || nanoseconds is < 0 or >= 1_000_000_000 ? TimeSpan.Zero
        : seconds >= RetryAfter.Longest.TotalSeconds ? RetryAfter.Longest
        : new TimeSpan((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick));
}
