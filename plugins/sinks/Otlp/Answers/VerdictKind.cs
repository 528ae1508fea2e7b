namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>What became of a request.</summary>
internal enum VerdictKind
{
    /// <summary>Taken, but for what was rejected.</summary>
    Delivered,

    /// <summary>Not taken, may be later.</summary>
    Retry,

    /// <summary>Not taken, because it comes too fast.</summary>
    Throttled,

    /// <summary>Not taken, and never will be.</summary>
    Refused,

    /// <summary>Not taken, because it is too large; parts of it may be.</summary>
    TooLarge,
}
