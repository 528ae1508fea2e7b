using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Topology;

/// <summary>Runs a transform's workers until its inputs have ended.</summary>
internal sealed class TransformRunner(ComponentState component, RunContext context)
{
    private readonly ILogger _log = context.Logs.CreateLogger(component.Plan.Name);

    public async Task RunAsync()
    {
        var workers = await BuildWorkersAsync().ConfigureAwait(false);
        var figures = new WorkerFigures(component, workers, _log);
        figures.Follow();
        using var ended = new CancellationTokenSource();
        var timers = component.Plan.FlushInterval is { } interval
            ? workers.Select(w => FlushOnTimeAsync(w, interval, ended.Token)).ToArray()
            : [];
        var feed = new BatchFeed(component);
        if (workers.Length > 1 && component.Plan.PartitionBy.Count > 0)
            await new PartitionedFeed(component, context, workers).RunAsync(feed).ConfigureAwait(false);
        else
            await Task.WhenAll(workers.Select(w => WorkAsync(w, feed))).ConfigureAwait(false);

        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(timers).ConfigureAwait(false);
        foreach (var worker in workers)
        {
            if (!context.Deadline.IsCancellationRequested)
                await worker.FinishAsync().ConfigureAwait(false);
            if (component.Plan.FlushInterval is not null && !context.Deadline.IsCancellationRequested)
                await worker.FlushAsync().ConfigureAwait(false);
        }

        figures.End();
        foreach (var worker in workers)
            await worker.DisposeAsync().ConfigureAwait(false);
        component.CompleteEdges();
    }

    private static async Task WorkAsync(TransformWorker worker, BatchFeed feed)
    {
        while (await feed.NextAsync().ConfigureAwait(false) is { } delivery)
        {
            await worker.ProcessAsync(delivery.Batch).ConfigureAwait(false);
            delivery.Done();
        }
    }

    private async Task<TransformWorker[]> BuildWorkersAsync()
    {
        var restarts = new Restarts(component, context, _log);
        var workers = new TransformWorker[component.Plan.Workers];
        for (var i = 0; i < workers.Length; i++)
        {
            var instance = i == 0 ? component.Plan.First : await restarts.BuildAsync().ConfigureAwait(false);
            workers[i] = new TransformWorker(component, context, (ITransform?)instance, _log);
            await workers[i].StartAsync().ConfigureAwait(false);
        }

        return workers;
    }

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
