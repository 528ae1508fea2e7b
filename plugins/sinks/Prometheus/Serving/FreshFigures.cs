namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>Asks the sources for a reading when somebody scrapes. The sources let those share one who ask at the same time. Thread-safe.</summary>
internal sealed class FreshFigures(ISampled upstream, TimeProvider time)
{
    /// <summary>Waits until what was read has arrived, but not for longer than that: then what there is must do, which is an interval old at most.</summary>
    public async ValueTask WaitAsync(TimeSpan patience, CancellationToken cancel)
    {
        using var enough = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancel);
        try
        {
            await upstream.SampleAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }
}
