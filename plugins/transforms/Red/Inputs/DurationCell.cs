namespace Pipeline.Transforms.Red.Inputs;

/// <summary>How long a row's call took, in nanoseconds whatever the column's unit.</summary>
internal sealed class DurationCell
{
    private readonly Cell _cell;
    private readonly long _factor;

    public DurationCell(TableSchema table)
    {
        var column = table.Columns[table.Ordinal(table.Span!.Duration)];
        _cell = Cell.OfName(table, column.Name);
        _factor = (column.Type.Kind, column.Unit) switch
        {
            (ColumnKind.Duration, _) or (_, "ns" or null) => 1,
            (_, "us") => 1_000,
            (_, "ms") => 1_000_000,
            (_, "s") => 1_000_000_000,
            (_, var unit) => throw new OptionException("inputs", $"'{column.Name}' of table '{table.Name}' is in {unit} (expected ns, us, ms or s)"),
        };
        IsFloat = column.Type.Kind == ColumnKind.F64;
    }

    private bool IsFloat { get; }

    /// <summary>Nanoseconds; what is negative, or no number, is 0.</summary>
    public long Read(RecordBatch batch, int row)
    {
        if (IsFloat)
            return _cell.Float(batch, row) * _factor is > 0 and var value ? (long)Math.Min(Math.Round(value), long.MaxValue / 2) : 0;
        var number = _cell.Number(batch, row);
        return number <= 0 ? 0 : number > long.MaxValue / _factor ? long.MaxValue : number * _factor;
    }
}
