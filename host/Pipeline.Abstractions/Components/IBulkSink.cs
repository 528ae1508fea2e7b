namespace Pipeline;

/// <summary>A sink that sends many batches, of any of its tables, in one request. The host gathers them, and calls this in place of the write of one batch.</summary>
public interface IBulkSink : ISink
{
    /// <summary>What a request holds where the user does not say otherwise. Read once after building.</summary>
    BulkSize Preferred { get; }

    /// <summary>
    /// As <see cref="ISink.WriteAsync(RecordBatch, CancellationToken)"/>, for several batches in the order they came. Each attempt must end in bounded time: the
    /// host waits for its outcome until the stop deadline.
    /// </summary>
    /// <param name="batches">At least one, each an object of its own; lent until the task ends. A batch that holds more than a request may is offered in slices.</param>
    /// <param name="cancel">The stop deadline has passed: give up, the rows will be counted as <c>deadline</c>.</param>
    ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel);

    /// <inheritdoc/>
    ValueTask<Outcome> ISink.WriteAsync(RecordBatch batch, CancellationToken cancel) => WriteAsync([batch], cancel);
}
