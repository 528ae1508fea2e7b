namespace Pipeline;

/// <summary>
/// What became of a write, named by what the host does next. A sink tries once and says how that went; waiting, trying again, giving up and counting are the host's.
/// Reasons are short snake_case words from a small fixed set: they become metric labels.
/// </summary>
public readonly record struct Outcome
{
    private Outcome(OutcomeKind kind, string? reason = null, TimeSpan delay = default, int rejectedRows = 0, IReadOnlyList<RefusedRows>? refused = null)
    {
        Kind = kind;
        Reason = reason;
        Delay = delay;
        RejectedRows = rejectedRows;
        _refused = refused;
    }

    private readonly IReadOnlyList<RefusedRows>? _refused;

    /// <summary>What the host does next.</summary>
    public OutcomeKind Kind { get; }

    /// <summary>How long to wait before the rows are offered again; zero leaves it to the host's back-off.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Rows refused for good while the rest was delivered, where the other end did not say which.</summary>
    public int RejectedRows { get; }

    /// <summary>Rows that were not delivered while the rest was.</summary>
    public IReadOnlyList<RefusedRows> Refused => _refused ?? [];

    /// <summary>Why rows were not delivered.</summary>
    public string? Reason { get; }

    /// <summary>Every row was delivered.</summary>
    public static Outcome Delivered => default;

    /// <summary>Nothing is known to be delivered, the same rows may succeed later: the other end is gone, refuses, hangs or answers nonsense.</summary>
    public static Outcome RetryAfter(TimeSpan delay, string reason) => new(OutcomeKind.Retry, reason, delay);

    /// <summary>Nothing was delivered because it comes too fast: the other end is well and wants less at a time.</summary>
    public static Outcome Throttled(TimeSpan delay, string reason) => new(OutcomeKind.Throttled, reason, delay);

    /// <summary>Some rows were refused for good, nobody knows which; the others were delivered.</summary>
    public static Outcome Rejected(int rows, string reason) => new(OutcomeKind.Rejected, reason, rejectedRows: rows);

    /// <summary>The named rows were not delivered, for good or for now; all others were.</summary>
    public static Outcome Partly(IReadOnlyList<RefusedRows> refused) => new(OutcomeKind.Partly, refused: refused);

    /// <summary>Nothing was delivered and trying again is no use.</summary>
    public static Outcome Failed(string reason) => new(OutcomeKind.Failed, reason);
}
