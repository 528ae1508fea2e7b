namespace Pipeline.Lines.Columns;

/// <summary>Fills the cells of one declared column from values of lines. Chosen once by the column's type.</summary>
internal abstract class LineColumn(int ordinal)
{
    /// <summary>The column.</summary>
    protected int Ordinal => ordinal;

    /// <summary>Sets the cell of the last row; false when the column cannot hold the value. Never called with null, which leaves the cell empty.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for it.</exception>
    public abstract bool Set(BatchBuilder rows, in LineValue value);
}
