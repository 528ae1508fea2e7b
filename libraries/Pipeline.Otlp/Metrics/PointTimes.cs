using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Metrics;

/// <summary>
/// When a row's values were told, and since when they count: from its columns, else now, and for what is cumulative the beginning of the source's run. A start
/// behind the time is none.
/// </summary>
internal sealed class PointTimes
{
    private readonly TimeCell? _time;
    private readonly TimeCell? _start;
    private ulong _now;
    private ulong _epoch;

    public PointTimes(TableSchema table)
    {
        var time = TimeCell.OrdinalIn(table);
        _time = time < 0 ? null : new TimeCell(time);
        var start = table.StartTimeColumn is { } name ? table.Ordinal(name) : -1;
        _start = start >= 0 && table.Columns[start].Type.Kind == ColumnKind.Time ? new TimeCell(start) : null;
    }

    public void Open(RecordBatch batch, ulong now)
    {
        _time?.Open(batch);
        _start?.Open(batch);
        (_now, _epoch) = (now, (ulong)Math.Max(0, batch.Origin.Epoch));
    }

    /// <summary>Appends a point's times.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="row">The row.</param>
    /// <param name="covers">What period the value covers; null for a value of the moment.</param>
    public void Write(ByteBuffer output, int row, Temporality? covers)
    {
        var time = _time?.UnixNanoseconds(row) ?? _now;
        ulong start = 0;
        if (covers is not null && _start is not null)
            start = _start.UnixNanoseconds(row);
        else if (covers == Temporality.Cumulative)
            start = _epoch;
        if (start > 0 && start <= time)
            ProtobufWriter.Fixed64(output, PointFields.Start, start);
        ProtobufWriter.Fixed64(output, PointFields.Time, time);
    }
}
