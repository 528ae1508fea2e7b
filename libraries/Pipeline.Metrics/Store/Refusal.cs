namespace Pipeline.Metrics.Store;

/// <summary>Why rows of a batch were not taken.</summary>
internal enum Refusal
{
    /// <summary>There are as many series as there may be.</summary>
    SeriesFull,

    /// <summary>Another source of the same host delivers this series.</summary>
    OtherSource,

    /// <summary>The label values together are longer than a series may have.</summary>
    LabelsTooLong,

    /// <summary>What is to be added to a counter or gauge is no number, or less than nothing.</summary>
    NotACount,
}
