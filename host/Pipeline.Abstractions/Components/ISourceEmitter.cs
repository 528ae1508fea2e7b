namespace Pipeline;

/// <summary>A source's emitter: it says itself when to pass rows on, and is told who it is.</summary>
public interface ISourceEmitter : IEmitter
{
    /// <summary>The identity that this run's batches carry.</summary>
    BatchOrigin Origin { get; }

    /// <summary>
    /// Passes on what was emitted and books the tally, in the order emitted; ends when every edge has taken or dropped it. Waits only for edges that
    /// <c>block</c>, and for those until the stop deadline at most: then the rows are dropped, counted as <c>deadline</c>.
    /// </summary>
    ValueTask FlushAsync();
}
