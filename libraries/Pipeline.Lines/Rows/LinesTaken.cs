namespace Pipeline.Lines.Rows;

/// <summary>Why adding lines ended.</summary>
internal enum LinesTaken
{
    /// <summary>There are no more.</summary>
    All,

    /// <summary>The batch has no room for another row.</summary>
    BatchFull,

    /// <summary>The row memory is used up.</summary>
    NoMemory,
}
