namespace Pipeline.Processes.Tests.Support;

/// <summary>A source's emitter that keeps what each table was told as a test compares it, and lets go of the batches.</summary>
internal sealed class KeptRows(long memory = 64 << 20) : ISourceEmitter
{
    private readonly List<RecordBatch> _emitted = [];
    private readonly List<Row> _rows = [];

    public BatchOrigin Origin { get; } = new("here", "test", 1);

    public Arena Arena { get; } = new(memory);

    public Tally Tally { get; } = new();

    internal IReadOnlyList<Row> Rows => _rows;

    /// <summary>Whether rows are let go of unseen.</summary>
    internal bool IsSkimming { get; set; }

    public void Emit(RecordBatch batch) => _emitted.Add(batch);

    public ValueTask FlushAsync()
    {
        foreach (var batch in _emitted)
        {
            for (var row = 0; row < batch.Rows && !IsSkimming; row++)
                _rows.Add(Row.Of(batch, row));
            batch.Release();
        }

        _emitted.Clear();
        return ValueTask.CompletedTask;
    }

    internal void Forget() => _rows.Clear();
}
