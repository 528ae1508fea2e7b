namespace Pipeline;

/// <summary>What the host does with rows after a sink has tried to write them.</summary>
public enum OutcomeKind
{
    /// <summary>Counts them as delivered.</summary>
    Delivered,

    /// <summary>Offers them again, and stops asking for a while when that goes on.</summary>
    Retry,

    /// <summary>Offers them again, fewer writes at once.</summary>
    Throttled,

    /// <summary>Counts so many of them as dropped, the others as delivered.</summary>
    Rejected,

    /// <summary>Does with each named row what the sink says of it, and counts the others as delivered.</summary>
    Partly,

    /// <summary>Counts them as dropped, or hands them to who takes what this sink cannot deliver.</summary>
    Failed,
}
