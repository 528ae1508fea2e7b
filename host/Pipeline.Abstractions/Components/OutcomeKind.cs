namespace Pipeline;

/// <summary>What the host does with a batch after a sink has tried it.</summary>
public enum OutcomeKind
{
    /// <summary>Counts it as delivered.</summary>
    Delivered,

    /// <summary>Offers it again.</summary>
    Retry,

    /// <summary>Counts the refused rows as dropped, the others as delivered.</summary>
    Rejected,

    /// <summary>Counts it as dropped.</summary>
    Failed,
}
