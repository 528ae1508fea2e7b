namespace Pipeline.Host.Ledger;

/// <summary>The host's own reasons for a loss. Components add theirs.</summary>
internal static class DropReason
{
    /// <summary>An edge had no room.</summary>
    public const string Full = "full";

    /// <summary>The plugin that had the rows threw.</summary>
    public const string Exception = "exception";

    /// <summary>The memory budget left no room.</summary>
    public const string Memory = "memory";

    /// <summary>The stop deadline passed.</summary>
    public const string Deadline = "deadline";

    /// <summary>Reasons beyond those a component may have.</summary>
    public const string Other = "other";

    /// <summary>The sink could not start: what it needs is not to be had.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Rows were tried again for as long as the sink's retry.for says.</summary>
    public const string RetryExpired = "retry_expired";

    /// <summary>Whoever read the output has gone.</summary>
    public const string Closed = "closed";
}
