namespace Pipeline;

/// <summary>
/// Makes rows. The host builds one with its options and an <see cref="IComponentContext"/>; building must be cheap and touch nothing outside the process but
/// files it reads, because <c>validate</c> builds it too. A constructor that throws <see cref="OptionException"/> points at the user's own line;
/// the host then builds again without that option, to find the next mistake.
/// </summary>
public interface ISource
{
    /// <summary>The tables this source can emit. Read once after building, on the thread that built it; must not change.</summary>
    IReadOnlyList<TableSchema> Tables { get; }

    /// <summary>
    /// Runs until <paramref name="stop"/> or the end of the input. Called once an instance, on a thread of its own that may be blocked.
    /// </summary>
    /// <remarks>
    /// Returning before <paramref name="stop"/> means the input has ended. On <paramref name="stop"/> emit what is at hand and return; the host waits until its
    /// stop deadline. Throwing means this instance is broken: what it had emitted
    /// goes on, the host counts a restart, builds a new instance and runs that after a back-off; only an
    /// <see cref="UnavailableException"/> ends the source for good. If the source is
    /// <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/>, it is disposed after the run.
    /// </remarks>
    Task RunAsync(ISourceEmitter emitter, CancellationToken stop);
}
