using System.Globalization;
using Pipeline.Http;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>What the specification of OTLP makes of an HTTP status, of a receiver or of a proxy before one.</summary>
internal static class HttpVerdicts
{
    /// <param name="status">The status, not 2xx.</param>
    /// <param name="words">What it said.</param>
    /// <param name="retryAfter">What the header of that name says; null: it was not there, or made no sense.</param>
    public static Verdict Of(int status, string words, TimeSpan retryAfter) => status switch
    {
        413 => new(VerdictKind.TooLarge, "too_large", Words: words),
        429 => new(VerdictKind.Throttled, StatusWord.Of(status), retryAfter, Words: words),
        503 when retryAfter > TimeSpan.Zero => new(VerdictKind.Throttled, StatusWord.Of(status), retryAfter, Words: words),
        502 or 503 or 504 => new(VerdictKind.Retry, StatusWord.Of(status), retryAfter, Words: words),
        >= 300 and < 600 => new(VerdictKind.Refused, StatusWord.Of(status), Words: words),
        _ => Verdict.Nonsense($"HTTP status {status.ToString(CultureInfo.InvariantCulture)}"),
    };
}
