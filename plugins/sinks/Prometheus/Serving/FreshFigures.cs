using Microsoft.Extensions.Logging;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>Asks the sources for a reading when somebody scrapes. Scrapes that come while one is under way share it. Thread-safe.</summary>
/// <param name="sample">Completes when what was read has arrived here.</param>
/// <param name="time">The clock of every wait.</param>
/// <param name="log">Where a reading that failed is told.</param>
internal sealed class FreshFigures(Func<CancellationToken, ValueTask> sample, TimeProvider time, ILogger log)
{
    // A reading that takes longer is of no use to anyone who waits for it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task? _reading;

    /// <summary>Waits for a reading, but not for longer than that: then what there is must do.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancel)
    {
        Task reading;
        lock (_lock)
            reading = _reading is { IsCompleted: false } shared ? shared : _reading = Task.Run(ReadAsync, CancellationToken.None);
        try
        {
            await reading.WaitAsync(patience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The figures of the reading before are at most an interval old.
        }
    }

    private async Task ReadAsync()
    {
        using var over = new CancellationTokenSource(Longest, time);
        try
        {
            await sample(over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            log.LogWarning("a reading for a scrape took longer than {Longest}: the scrape shows the figures of the one before", Longest);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.LogError(e, "a reading for a scrape failed: the scrape shows the figures of the one before");
        }
    }
}
