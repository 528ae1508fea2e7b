using System.Globalization;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>What the specification of OTLP makes of an HTTP status, of a receiver or of a proxy before one.</summary>
internal static class HttpVerdicts
{
    // Reasons are labels of metrics: the rest goes by its class.
    private static readonly HashSet<int> Named = [400, 401, 403, 404, 405, 408, 411, 413, 415, 421, 422, 426, 429, 431, 500, 501, 502, 503, 504, 505, 507];

    /// <param name="status">The status, not 2xx.</param>
    /// <param name="words">What it said.</param>
    /// <param name="retryAfter">What the header of that name says; null: it was not there, or made no sense.</param>
    public static Verdict Of(int status, string words, TimeSpan? retryAfter) => status switch
    {
        413 => new(VerdictKind.TooLarge, "too_large", Words: words),
        429 => new(VerdictKind.Throttled, Reason(status), retryAfter ?? TimeSpan.Zero, Words: words),
        503 when retryAfter is { } delay => new(VerdictKind.Throttled, Reason(status), delay, Words: words),
        502 or 503 or 504 => new(VerdictKind.Retry, Reason(status), retryAfter ?? TimeSpan.Zero, Words: words),
        >= 300 and < 600 => new(VerdictKind.Refused, Reason(status), Words: words),
        _ => Verdict.Nonsense($"HTTP status {status.ToString(CultureInfo.InvariantCulture)}"),
    };

    private static string Reason(int status) =>
        Named.Contains(status) ? string.Create(CultureInfo.InvariantCulture, $"http_{status}") : string.Create(CultureInfo.InvariantCulture, $"http_{status / 100}xx");
}
