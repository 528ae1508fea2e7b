using Pipeline.Host.Plugins;

namespace Pipeline.Host.Delivery;

/// <summary>A table as it goes to a dead-letter end: with the columns that tell who refused a row and why.</summary>
internal static class DeadLetterTable
{
    public const string RejectedBy = "rejected_by";
    public const string RejectReason = "reject_reason";

    private static readonly ColumnSchema[] Added =
    [
        new(RejectedBy, ColumnType.Utf8) { Help = "The sink that refused the row." },
        new(RejectReason, ColumnType.Utf8) { Help = "Why it did." },
    ];

    /// <summary>The table with both columns. Rows that were refused before, by another sink, have them already; the latest refusal replaces them.</summary>
    /// <exception cref="PluginLoadException">The table has columns of these names that mean something else.</exception>
    public static TableSchema Of(TableSchema table)
    {
        var columns = table.Columns.ToBuilder();
        foreach (var column in Added)
        {
            var ordinal = table.Ordinal(column.Name);
            if (ordinal < 0)
                columns.Add(column);
            else if (table.Columns[ordinal].Type != ColumnType.Utf8)
                throw new PluginLoadException($"its table '{table.Name}' has a column '{column.Name}' of type {table.Columns[ordinal].Type}, so it can have no on_reject; rename the column upstream");
        }

        return new TableSchema(table.Name, table.Kind, columns.ToImmutable()) { Help = table.Help, Span = table.Span, StartTimeColumn = table.StartTimeColumn };
    }

    /// <summary>How a refused batch lies in memory: two blocks more, the first with two heap cells a row, the second their heap.</summary>
    public static BatchLayout Layout(BatchLayout layout, TableSchema table)
    {
        var (cells, heap) = (layout.Strides.Length, layout.Strides.Length + 1);
        var places = layout.Places.ToBuilder();
        for (var i = 0; i < Added.Length; i++)
        {
            var place = new ColumnPlace(cells, i * CellBytes, heap);
            var ordinal = table.Ordinal(Added[i].Name);
            if (ordinal < places.Count)
                places[ordinal] = place;
            else
                places.Add(place);
        }

        return new BatchLayout(table, places.ToImmutable(), layout.Strides.AddRange(Added.Length * CellBytes, 0));
    }

    /// <summary>Bytes of a cell that lies on a heap.</summary>
    public static int CellBytes { get; } = ColumnType.Utf8.Width;
}
