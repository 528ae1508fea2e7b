namespace Pipeline;

/// <summary>What became of a batch at a sink, named by what the host does next.</summary>
public readonly record struct Outcome
{
    private Outcome(OutcomeKind kind, TimeSpan delay = default, int rejectedRows = 0, string? reason = null)
    {
        Kind = kind;
        Delay = delay;
        RejectedRows = rejectedRows;
        Reason = reason;
    }

    /// <summary>What the host does next.</summary>
    public OutcomeKind Kind { get; }

    /// <summary>How long to wait before the batch is offered again; zero leaves it to the host's back-off.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Rows refused for good while the rest of the batch was delivered.</summary>
    public int RejectedRows { get; }

    /// <summary>Why rows were not delivered: a short snake_case word, it becomes a metric label.</summary>
    public string? Reason { get; }

    /// <summary>Every row was delivered.</summary>
    public static Outcome Delivered => default;

    /// <summary>Nothing was delivered; the same batch may succeed later.</summary>
    public static Outcome RetryAfter(TimeSpan delay, string reason) => new(OutcomeKind.Retry, delay, reason: reason);

    /// <summary>Some rows were refused for good, the others delivered.</summary>
    public static Outcome Rejected(int rows, string reason) => new(OutcomeKind.Rejected, rejectedRows: rows, reason: reason);

    /// <summary>Nothing was delivered and trying again is no use.</summary>
    public static Outcome Failed(string reason) => new(OutcomeKind.Failed, reason: reason);
}
