namespace Pipeline.Lines.Columns;

/// <summary>What becomes of the value of a key that a table knows.</summary>
internal sealed class KeyTarget
{
    /// <summary>The column that takes it; null where none does.</summary>
    public LineColumn? Column { get; set; }

    /// <summary>What keys of an object under this key are known; null where none is.</summary>
    public KeyTable? Inner { get; set; }

    /// <summary>The name it is kept under because a column of the table has its own; null where nobody has.</summary>
    public byte[]? OtherName { get; set; }
}
