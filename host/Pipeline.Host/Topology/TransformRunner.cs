using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Topology;

/// <summary>Runs a transform's workers until its inputs have ended.</summary>
internal sealed class TransformRunner(ComponentState component, RunContext context)
{
    private readonly ILogger _log = context.Logs.CreateLogger(component.Plan.Name);

    public async Task RunAsync()
    {
        var workers = BuildWorkers();
        using var ended = new CancellationTokenSource();
        var timers = component.Plan.First is IFlushing flushing
            ? workers.Select(w => FlushOnTimeAsync(w, flushing.FlushInterval, ended.Token)).ToArray()
            : [];
        var feed = new BatchFeed(component);
        if (workers.Length > 1 && PartitionColumns() is { Count: > 0 } columns)
            await new PartitionedFeed(component, context, columns, workers).RunAsync(feed).ConfigureAwait(false);
        else
            await Task.WhenAll(workers.Select(w => WorkAsync(w, feed))).ConfigureAwait(false);

        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(timers).ConfigureAwait(false);
        foreach (var worker in workers)
        {
            if (component.Plan.First is IFlushing && !context.Deadline.IsCancellationRequested)
                await worker.FlushAsync().ConfigureAwait(false);
            await worker.DisposeAsync().ConfigureAwait(false);
        }

        component.CompleteEdges();
    }

    private static async Task WorkAsync(TransformWorker worker, BatchFeed feed)
    {
        while (await feed.NextAsync().ConfigureAwait(false) is { } batch)
            await worker.ProcessAsync(batch).ConfigureAwait(false);
    }

    private TransformWorker[] BuildWorkers()
    {
        var restarts = new Restarts(component, context, _log);
        return
        [
            .. Enumerable.Range(0, component.Plan.Workers).Select(i =>
                new TransformWorker(component, context, (ITransform)(i == 0 ? component.Plan.First : restarts.BuildAndBind()), _log)),
        ];
    }

    private IReadOnlyList<string> PartitionColumns() => component.Plan.First is IPartitioned partitioned ? partitioned.PartitionBy : [];

    private async Task FlushOnTimeAsync(TransformWorker worker, TimeSpan interval, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(interval, context.Environment.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
                await worker.FlushAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The inputs have ended: the runner flushes once more itself.
        }
    }
}
