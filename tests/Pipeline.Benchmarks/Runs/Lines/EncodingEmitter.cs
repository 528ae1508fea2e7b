using Pipeline.Text;
using Pipeline.Text.Json;

namespace Pipeline.Benchmarks.Runs.Lines;

/// <summary>A source's surroundings without a host, which makes JSON of its rows, timed apart.</summary>
internal sealed class EncodingEmitter(TableSchema table) : ISourceEmitter
{
    private readonly RowText _text = JsonRows.Of(table, [.. Enumerable.Range(0, table.Columns.Length)]);
    private readonly ByteBuffer _output = new(64 << 10);

    internal long Rows { get; private set; }

    /// <summary>What the JSON took.</summary>
    internal double Seconds { get; private set; }

    public BatchOrigin Origin { get; } = new("here", "lines", 1);

    public Arena Arena { get; } = new(64 << 20);

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch)
    {
        var start = Environment.CpuUsage.TotalTime;
        _text.Open(batch);
        for (var row = 0; row < batch.Rows; row++)
        {
            if (_output.Length > 32 << 10)
                _output.Clear();
            _text.Write(_output, row);
        }

        Rows += batch.Rows;
        batch.Release();
        Seconds += (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    public ValueTask FlushAsync()
    {
        Tally.Clear();
        return ValueTask.CompletedTask;
    }
}
