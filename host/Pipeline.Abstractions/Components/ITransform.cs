namespace Pipeline;

/// <summary>Turns rows into rows. Built like a source; one instance a worker, so that instances need no locks.</summary>
public interface ITransform
{
    /// <summary>
    /// Called once, before any row, with one schema an input table; answers with the tables it will emit. Options that do not fit the columns are
    /// <see cref="OptionException"/>s, which <c>validate</c> shows.
    /// </summary>
    IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs);

    /// <summary>
    /// Called once a batch, never twice at a time on one instance, on a pool thread. The batch is lent for the call. Each of its rows must be emitted or told to
    /// the emitter's <see cref="Tally"/>. Throwing voids what the call emitted, drops the batch as <c>exception</c> and has this instance replaced.
    /// </summary>
    void Process(RecordBatch batch, IEmitter emitter);
}
