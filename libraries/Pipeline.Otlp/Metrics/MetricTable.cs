using Pipeline.Otlp.Values;
using Pipeline.Text;

namespace Pipeline.Otlp.Metrics;

/// <summary>Rows as metrics: one a value column, with a data point a row; labels are the points' attributes.</summary>
internal sealed class MetricTable : OtlpTable
{
    private readonly MetricColumn[] _values;

    /// <exception cref="OptionException">The table has no values, or one that cannot be what it is declared.</exception>
    public MetricTable(TableSchema table, OtlpSettings settings, Workspace work)
        : base(table, OtlpSignal.Metrics, ResourceCells.Find(table, settings, work))
    {
        int[] values = [.. Enumerable.Range(0, table.Columns.Length).Where(i => table.Columns[i].Instrument is not null)];
        if (values.Length == 0)
            throw new OptionException("inputs", $"table '{table.Name}' has no value column, so there is nothing to send");
        var names = MetricName.Of(table, [.. values.Select(i => table.Columns[i])]);
        var times = new PointTimes(table);
        _values = [.. values.Select((ordinal, i) => Create(ordinal, names[i], times, work))];
    }

    public override int Parts => _values.Length;

    public override void Turn(RecordBatch batch, ulong now)
    {
        foreach (var value in _values)
            value.Turn(batch, now);
    }

    public override bool TryWrite(ByteBuffer output, int row, int part) => _values[part].TryWrite(output, row);

    public override int FrameBytes(int part) => _values[part].FrameBytes;

    public override MetricFrame Open(ByteBuffer output, int part) => _values[part].Open(output);

    public override void Close(ByteBuffer output, int part, MetricFrame frame) => MetricColumn.Close(output, frame);

    public override Appended Append(ByteBuffer output, int first, int count, int limit)
    {
        // By column, so that a metric's points stand together: what is too much is known when all is there, and is then tried with half.
        var start = output.Length;
        for (; count > 0; count /= 2)
        {
            var points = 0;
            foreach (var value in _values)
                points += value.Append(output, first, count);
            if (output.Length <= limit)
                return new Appended(count, points);
            output.Truncate(start);
        }

        return default;
    }

    private MetricColumn Create(int ordinal, string name, PointTimes times, Workspace work)
    {
        var table = Schema;
        var column = table.Columns[ordinal];
        if (column.Instrument == Instrument.Histogram && column.Type.Kind == ColumnKind.Histogram)
            return column.Type.Bounds.IsEmpty
                ? new ExponentialColumn(table, Resource, ordinal, name, times, work)
                : new HistogramColumn(table, Resource, ordinal, name, times, work);
        if (column.Instrument != Instrument.Histogram && (column.Type.IsInteger || column.Type.Kind == ColumnKind.F64))
            return new NumberColumn(table, Resource, ordinal, name, times, work);
        throw new OptionException(
            "inputs", $"column '{column.Name}' of table '{table.Name}' is declared a {column.Instrument.ToString()!.ToLowerInvariant()} and cannot be one (got {column.Type})");
    }
}
