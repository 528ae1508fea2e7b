namespace Pipeline.Host.Tests.Doubles;

/// <summary>What a sink delivered, counted apart from the ledger: the identity of each row.</summary>
internal sealed class KeptRows
{
    private readonly Lock _lock = new();
    private readonly List<(BatchOrigin Origin, ulong Sequence)> _ids = [];
    private readonly List<ulong> _numbers = [];

    public int Count
    {
        get { lock (_lock) return _ids.Count; }
    }

    public int Distinct
    {
        get { lock (_lock) return _ids.Distinct().Count(); }
    }

    public ulong[] Numbers
    {
        get { lock (_lock) return [.. _numbers]; }
    }

    /// <summary>A sink that keeps into this, after <paramref name="pause"/> a batch.</summary>
    public ISink Sink(TimeSpan pause = default) => new ScriptedSink(async (batch, cancel) =>
    {
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, cancel);
        Keep(batch);
        return Outcome.Delivered;
    });

    public void Keep(RecordBatch batch)
    {
        lock (_lock)
            for (var row = 0; row < batch.Rows; row++)
            {
                _ids.Add((batch.Origin, batch.Sequence(row)));
                _numbers.Add(batch.Column<ulong>(0)[row]);
            }
    }

    public async Task WaitForAsync(int rows)
    {
        while (Count < rows)
            await Task.Delay(5);
    }
}
