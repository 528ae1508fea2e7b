namespace Pipeline;

/// <summary>How an account ended, from best to worst: of several outcomes the worst one counts.</summary>
public enum Settlement
{
    /// <summary>Each row was delivered, or filtered or consumed on purpose.</summary>
    Delivered,

    /// <summary>A row was lost with a counted reason while the pipeline went on.</summary>
    Dropped,

    /// <summary>A sink refused a row for good: delivering it again will not help.</summary>
    Rejected,

    /// <summary>The run ended before a row was delivered: the next one should tell it again.</summary>
    Abandoned,
}
