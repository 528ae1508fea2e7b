namespace Pipeline.Sources.File.Reading;

/// <summary>How a file's turn ended.</summary>
internal enum TurnResult
{
    /// <summary>There may be more to read.</summary>
    Read,

    /// <summary>There is no further whole line.</summary>
    AtEnd,

    /// <summary>Its content is another: it was emptied, or written anew.</summary>
    Replaced,

    /// <summary>It cannot be read.</summary>
    Failed,
}
