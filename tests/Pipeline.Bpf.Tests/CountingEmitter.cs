namespace Pipeline.Bpf.Tests;

/// <summary>Counts rows and lets go of them at once, as the null sink does; keeps watch that a u64 column only ever goes up.</summary>
internal sealed class CountingEmitter(string ascending, long memory = 64 << 20) : ISourceEmitter
{
    private ulong _last;

    internal long Rows { get; private set; }

    internal long Disorder { get; private set; }

    public BatchOrigin Origin { get; } = new("here", "test", 1);

    public Arena Arena { get; } = new(memory);

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch)
    {
        var column = batch.Column<ulong>(batch.Schema.Ordinal(ascending));
        for (var i = 0; i < batch.Rows; i++)
        {
            if (Rows + i > 0 && column[i] <= _last)
                Disorder++;
            _last = column[i];
        }

        Rows += batch.Rows;
        batch.Release();
    }

    public ValueTask FlushAsync() => ValueTask.CompletedTask;
}
