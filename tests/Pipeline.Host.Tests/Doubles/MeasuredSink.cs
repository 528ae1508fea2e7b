namespace Pipeline.Host.Tests.Doubles;

/// <summary>A sink that counts its rows itself.</summary>
internal sealed class MeasuredSink : ISink, IMeasured
{
    private long _rows;

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
    {
        Interlocked.Add(ref _rows, batch.Rows);
        return ValueTask.FromResult(Outcome.Delivered);
    }

    public IReadOnlyList<Figure> ReadFigures()
    {
        var rows = Interlocked.Read(ref _rows);
        return [new Figure("rows", "", Instrument.Counter, rows), new Figure("round_trip_ns", "there", Instrument.Gauge, -rows)];
    }
}
