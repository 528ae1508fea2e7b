using System.Text;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A column of a terminal table.</summary>
internal sealed class TableColumn
{
    private readonly int _ordinal;
    private readonly ColumnSchema _column;

    /// <param name="column">The column.</param>
    /// <param name="ordinal">Its ordinal.</param>
    /// <param name="zone">Where times are told.</param>
    /// <param name="isOrder">Whether rows are ordered by it.</param>
    public TableColumn(ColumnSchema column, int ordinal, TimeZoneInfo zone, bool isOrder = false)
    {
        IsOrder = isOrder;
        (_ordinal, _column) = (ordinal, column);
        Name = column.Name;
        var heading = string.IsNullOrEmpty(column.Heading) ? column.Name.ToUpperInvariant() : column.Heading;
        var text = new ByteBuffer(heading.Length);
        var fitter = new TextFitter(text);
        SafeText.Write(ref fitter, Encoding.UTF8.GetBytes(heading));
        Heading = text.Written.ToArray();
        var scale = column.Type.Kind == ColumnKind.Time ? null : UnitScale.Between(heading, column.Unit ?? (column.Type.Kind == ColumnKind.Duration ? "ns" : null));
        Cell = TableCells.Create(column, ordinal, scale, zone);
        Width = Math.Max(fitter.Width, column.Width ?? (scale is null ? TypicalWidth.Of(column.Type) : TypicalWidth.Scaled));
        Label = scale is null ? Encoding.UTF8.GetBytes(Name) : Heading;
        Failure = FailureMark.Of(column, ordinal);
        IsText = !TableCells.IsNumber(column.Type.Kind) && column.Type.Kind is not (ColumnKind.Time or ColumnKind.Ip or ColumnKind.Mac);
        IsQuoted = column.Type.IsText;
        IsRightAligned = TableCells.IsNumber(column.Type.Kind);
        IsOpenEnded = column.Type.IsVariable && column.Width is null;
        Least = IsText && column.Type.Kind != ColumnKind.Enum ? Math.Min(Width, Math.Max(fitter.Width, 4)) : Width;
    }

    /// <summary>Whether a row's series does not have this label.</summary>
    public bool IsAbsent(RecordBatch batch, int row) =>
        _column.EmptyIsAbsent && !(_column.Type.IsText ? batch.Text(_ordinal, row) : batch.Cell(_ordinal, row)).ContainsAnyExcept((byte)0);

    /// <summary>The column's name in its table.</summary>
    public string Name { get; }

    /// <summary>The heading, safe for a terminal.</summary>
    public byte[] Heading { get; }

    /// <summary>What stands before a value in a line of its own: the name, or the heading where that tells the unit.</summary>
    public byte[] Label { get; }

    /// <summary>Writes the values.</summary>
    public TableCell Cell { get; }

    /// <summary>Width in characters where there is room.</summary>
    public int Width { get; }

    /// <summary>Width in characters below which the column is not worth showing.</summary>
    public int Least { get; }

    /// <summary>Whether values may be cut: half a number would be a lie.</summary>
    public bool IsText { get; }

    public bool IsRightAligned { get; }

    /// <summary>Whether values stand in quotes in a line of their own, so that one sees where they end.</summary>
    public bool IsQuoted { get; }

    /// <summary>Whether rows are ordered by it, so that without it the others mean little.</summary>
    public bool IsOrder { get; }

    /// <summary>Whether values have no natural width.</summary>
    public bool IsOpenEnded { get; }

    /// <summary>Which values are shown in red; null: none.</summary>
    public FailureMark? Failure { get; }
}
