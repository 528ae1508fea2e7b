namespace Pipeline.KubernetesServer.Faults;

/// <summary>An answer that is given instead of the right one, to so many requests.</summary>
public sealed record Refusal
{
    /// <summary>As of HTTP.</summary>
    public required int Status { get; init; }

    /// <summary>How many requests it meets.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Seconds of the header Retry-After; 0: there is none.</summary>
    public int RetryAfter { get; init; }

    /// <summary>Only requests in whose path and query this stands.</summary>
    public string Path { get; init; } = "";
}
