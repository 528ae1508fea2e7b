namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>What the specification of OTLP makes of a gRPC status.</summary>
internal static class GrpcVerdicts
{
    private static readonly string[] Reasons =
    [
        "ok", "cancelled", "unknown", "invalid_argument", "deadline_exceeded", "not_found", "already_exists", "permission_denied", "resource_exhausted",
        "failed_precondition", "aborted", "out_of_range", "unimplemented", "internal", "unavailable", "data_loss", "unauthenticated",
    ];

    /// <param name="code">The status, not OK.</param>
    /// <param name="words">What it said.</param>
    /// <param name="retryDelay">The RetryInfo that came with it; null: none came.</param>
    public static Verdict Of(GrpcCode code, string words, TimeSpan? retryDelay)
    {
        // A code that does not exist is to be taken for UNKNOWN.
        var reason = Reasons[Enum.IsDefined(code) ? (int)code : (int)GrpcCode.Unknown];
        switch (code)
        {
            case GrpcCode.Unavailable or GrpcCode.ResourceExhausted when retryDelay is { } delay:
                return new Verdict(VerdictKind.Throttled, reason, delay, Words: words);
            case GrpcCode.ResourceExhausted when IsAboutSize(words):
                return new Verdict(VerdictKind.TooLarge, "too_large", Words: words);
            case GrpcCode.Cancelled or GrpcCode.DeadlineExceeded or GrpcCode.Aborted or GrpcCode.OutOfRange or GrpcCode.Unavailable or GrpcCode.DataLoss:
                return new Verdict(VerdictKind.Retry, reason, retryDelay ?? TimeSpan.Zero, Words: words);
            default:
                return new Verdict(VerdictKind.Refused, reason, Words: words);
        }
    }

    // The code is the one of an exhausted quota too; what the servers of Go, C++, Java and .NET say of a message is all that tells them apart.
    private static bool IsAboutSize(string words) =>
        words.Contains("message", StringComparison.OrdinalIgnoreCase)
        && (words.Contains("larger than max", StringComparison.OrdinalIgnoreCase) || words.Contains("exceeds", StringComparison.OrdinalIgnoreCase));
}
