namespace Pipeline.Sinks.Stdout.Views;

/// <summary>The parts that the columns of a metric table play.</summary>
internal sealed class MetricColumns
{
    public MetricColumns(TableSchema table)
    {
        Schema = table;
        Start = table.StartTimeColumn is { } start ? table.Ordinal(start) : -1;
        Time = TimeOf(table);
        Values = [.. table.Columns.Select((column, ordinal) => ValueColumn.Create(column, ordinal)).OfType<ValueColumn>()];
        Labels = [.. Enumerable.Range(0, table.Columns.Length).Except([Start, Time, .. Values.Select(value => value.Ordinal)])];
        foreach (var value in Values)
        {
            value.Offset = Size;
            Size += value.Size;
        }

        Moves = Values.Any(value => value.Moves);
        IsOfInterval = Values.Any(value => value.Moves && table.Columns[value.Ordinal].Temporality == Temporality.Delta);
    }

    public TableSchema Schema { get; }

    /// <summary>Ordinal of the reading's time; -1: the table has none.</summary>
    public int Time { get; }

    /// <summary>Ordinal of the series' start time; -1: the batch's origin tells it.</summary>
    public int Start { get; }

    /// <summary>Ordinals of what tells series apart.</summary>
    public int[] Labels { get; }

    public ValueColumn[] Values { get; }

    /// <summary>Bytes of a series' values.</summary>
    public int Size { get; }

    /// <summary>Whether the table has more than gauges: then only series in which something happened are shown.</summary>
    public bool Moves { get; }

    /// <summary>Whether a row covers an interval and not all the time since the start.</summary>
    public bool IsOfInterval { get; }

    /// <summary>Ordinal of the column that says when a row of a metric table was read, which is the same for a whole reading; -1 without one.</summary>
    public static int TimeOf(TableSchema table)
    {
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i] is { Type.Kind: ColumnKind.Time, Instrument: null } column && column.Name != table.StartTimeColumn)
                return i;
        return -1;
    }

    /// <summary>The column that rows are ordered by; null: as they first came.</summary>
    public ValueColumn? SortedBy(string? name) =>
        Array.Find(Values, value => Schema.Columns[value.Ordinal].Name == name) ?? Array.Find(Values, value => value.Moves) ?? Values.FirstOrDefault();
}
