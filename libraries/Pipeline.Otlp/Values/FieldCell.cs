using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A column whose values go to a field of the record. A value that does not fit writes nothing, and becomes an attribute as any other column's.</summary>
internal abstract class FieldCell(int ordinal) : CellWriter(ordinal)
{
    /// <summary>The column.</summary>
    public int Column => Ordinal;

    /// <summary>Whether a row's value fits.</summary>
    public abstract bool Fits(int row);
}
