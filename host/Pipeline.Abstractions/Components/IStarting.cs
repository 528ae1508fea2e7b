namespace Pipeline;

/// <summary>A sink that opens something before the first row comes, such as a port.</summary>
public interface IStarting
{
    /// <summary>
    /// Called once an instance, before its first write, on a pool thread, and only when the pipeline runs: <c>validate</c> stops before it. An
    /// <see cref="UnavailableException"/> ends the sink for good, its rows count as dropped by <c>unavailable</c>, the others go on and the exit code is 1;
    /// whatever else it throws has this instance replaced after a back-off. Disposed in any case.
    /// </summary>
    /// <param name="stop">The stop deadline has passed.</param>
    ValueTask StartAsync(CancellationToken stop);
}
