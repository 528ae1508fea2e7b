namespace Pipeline.Transforms.Aggregate;

/// <summary>What can be told of a group's rows; a user writes the names in lower case.</summary>
internal enum Function
{
    /// <summary>How many rows; with a condition, for how many it is true; with a number, how many have one.</summary>
    Count,

    /// <summary>The sum of a number.</summary>
    Sum,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>The mean.</summary>
    Avg,

    /// <summary>That of the row that came last.</summary>
    Last,

    /// <summary>Histograms put together.</summary>
    Merge,
}
