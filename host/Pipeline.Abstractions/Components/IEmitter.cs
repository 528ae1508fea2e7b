namespace Pipeline;

/// <summary>Where a component's rows go. Belongs to one instance; used on the thread that runs it.</summary>
public interface IEmitter
{
    /// <summary>Memory for new batches, shared by the host under its budget.</summary>
    Arena Arena { get; }

    /// <summary>Where the component tells what became of rows it did not emit.</summary>
    Tally Tally { get; }

    /// <summary>
    /// Hands a batch of one of the component's tables over, with the caller's reference. It is collected: the host passes it on after the call has returned
    /// (a source: at <see cref="ISourceEmitter.FlushAsync"/>). The batch's schema must be one that the component declared.
    /// </summary>
    void Emit(RecordBatch batch);
}
