namespace Pipeline.Bpf.Tests;

/// <summary>Keeps the figures of each flushed batch as a test compares them, for another thread to look at, and lets go of the batches.</summary>
internal sealed class KeepingEmitter : ISourceEmitter
{
    private readonly Lock _lock = new();
    private readonly List<RecordBatch> _emitted = [];
    private readonly Dictionary<string, List<(ulong Sequence, Series Series)>> _rows = [];

    public BatchOrigin Origin { get; } = new("here", "test", 1);

    public Arena Arena { get; } = new(64 << 20);

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch) => _emitted.Add(batch);

    public ValueTask FlushAsync()
    {
        lock (_lock)
            foreach (var batch in _emitted)
                for (var row = 0; row < batch.Rows; row++)
                {
                    if (!_rows.TryGetValue(batch.Schema.Name, out var kept))
                        _rows[batch.Schema.Name] = kept = [];
                    kept.Add((batch.Sequence(row), Series.Of(batch, row)));
                }

        _emitted.ForEach(b => b.Release());
        _emitted.Clear();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a table has flushed so far.</summary>
    internal (ulong Sequence, Series Series)[] Of(string table)
    {
        lock (_lock)
            return [.. _rows.GetValueOrDefault(table) ?? []];
    }
}
