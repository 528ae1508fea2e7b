namespace Pipeline;

/// <summary>
/// A sink that shows several batches as one whole, and so has to be told when no more of them come. Batches it was given count as delivered when their write
/// says so: gather what a later row replaces or adds to, and deliver all else at once.
/// </summary>
public interface IGathering
{
    /// <summary>How long without a batch until <see cref="FlushAsync"/> is wanted; null: not before the inputs have ended. Read after each write and each flush.</summary>
    TimeSpan? Patience { get; }

    /// <summary>
    /// Called like <see cref="ISink.WriteAsync"/>, never at the same time: when <see cref="Patience"/> has run out, and once after the last write. A throwing one
    /// has this instance replaced, but an <see cref="OutputClosedException"/> ends the run.
    /// </summary>
    /// <param name="isLast">The inputs have ended, and the sink is disposed next.</param>
    /// <param name="cancel">The stop deadline has passed: give up.</param>
    ValueTask FlushAsync(bool isLast, CancellationToken cancel);
}
