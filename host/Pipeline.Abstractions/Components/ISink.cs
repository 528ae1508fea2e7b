namespace Pipeline;

/// <summary>Delivers rows. Built like a source; disposed after the last write if it is <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/>.</summary>
public interface ISink
{
    /// <summary>Called once, before any row, with one schema an input table. Throws <see cref="OptionException"/> for what it cannot deliver.</summary>
    void Bind(IReadOnlyList<TableSchema> inputs);

    /// <summary>
    /// Tries once to deliver a batch, lent until the task ends. Called on a pool thread, one batch at a time unless the sink is an <see cref="IConcurrentSink"/>. Expected failures are <see cref="Outcome"/>s; throwing counts
    /// the batch as dropped by <c>exception</c> and has this instance replaced after a back-off, but an <see cref="OutputClosedException"/> ends the run.
    /// </summary>
    /// <param name="batch">Rows of one of the bound tables.</param>
    /// <param name="cancel">The stop deadline has passed: give up, the batch will be counted as <c>deadline</c>.</param>
    ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel);
}
