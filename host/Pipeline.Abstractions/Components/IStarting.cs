namespace Pipeline;

/// <summary>A transform or sink that opens something before the first row comes, such as a port.</summary>
public interface IStarting
{
    /// <summary>
    /// Called once an instance, before its first row, on a pool thread, and only when the pipeline runs: <c>validate</c> stops before it. An
    /// <see cref="UnavailableException"/> ends a sink for good, its rows count as dropped by <c>unavailable</c>, the others go on and the exit code is 1;
    /// whatever else it throws, and all that a transform throws, has this instance replaced after a back-off, while its rows wait. Disposed in any case.
    /// </summary>
    /// <param name="stop">The stop deadline has passed.</param>
    ValueTask StartAsync(CancellationToken stop);
}
