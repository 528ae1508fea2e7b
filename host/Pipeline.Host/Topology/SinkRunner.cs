using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Writes a sink's batches one by one, with retries, replacing instances that throw.</summary>
internal sealed class SinkRunner(ComponentState component, RunContext context)
{
    private readonly ILogger _log = context.Logs.CreateLogger(component.Plan.Name);
    private readonly Backoff _backoff = new(context.Environment.Time);
    private readonly CallMeter _meter = CallMeter.Start();
    private ISink? _sink = (ISink)component.Plan.First;
    private bool _outputClosed;

    public async Task RunAsync()
    {
        var restarts = new Restarts(component, context, _log);
        var feed = new BatchFeed(component);
        await ConnectAsync(restarts).ConfigureAwait(false);
        await StartAsync(restarts).ConfigureAwait(false);
        while (await feed.NextAsync().ConfigureAwait(false) is { } delivery)
        {
            await DeliverAsync(delivery.Batch, restarts).ConfigureAwait(false);
            delivery.Batch.Release();
            delivery.Done();
        }

        if (_sink is not null)
            await restarts.DisposeAsync(_sink).ConfigureAwait(false);
    }

    // The first instance was bound when the plan was made; those that replace it get this where they are built.
    private async Task ConnectAsync(Restarts restarts)
    {
        if (_sink is not ISampling sampling)
            return;
        try
        {
            sampling.Upstream = component.Upstream;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _sink = (ISink?)await restarts.ReplaceAsync(_sink, e, nameof(ISampling.Upstream)).ConfigureAwait(false);
        }
    }

    // Until an instance has started, or none will.
    private async Task StartAsync(Restarts restarts)
    {
        while (_sink is IStarting starting)
        {
            try
            {
                await starting.StartAsync(context.Deadline).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (context.Deadline.IsCancellationRequested)
            {
                return;
            }
            catch (UnavailableException e)
            {
                _log.LogError("{Component} cannot run here: {Problem}", component.Plan.Name, e.Message);
                await restarts.DisposeAsync(_sink).ConfigureAwait(false);
                _sink = null;
                component.Failed = true;
                context.SinkFailed();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _sink = (ISink?)await restarts.ReplaceAsync(_sink, e, nameof(IStarting.StartAsync)).ConfigureAwait(false);
            }
        }
    }

    private async Task DeliverAsync(RecordBatch batch, Restarts restarts)
    {
        while (true)
        {
            if (_sink is null || _outputClosed || context.Deadline.IsCancellationRequested)
            {
                Lose(
                    batch,
                    _outputClosed ? DropReason.Closed
                    : component.Failed ? DropReason.Unavailable
                    : context.Deadline.IsCancellationRequested ? DropReason.Deadline
                    : DropReason.Exception);
                return;
            }

            Outcome outcome;
            try
            {
                outcome = await WriteAsync(_sink, batch).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (context.Deadline.IsCancellationRequested)
            {
                Lose(batch, DropReason.Deadline);
                return;
            }
            catch (OutputClosedException)
            {
                _outputClosed = true;
                context.RequestStop();
                continue;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Lose(batch, DropReason.Exception);
                _sink = (ISink?)await restarts.ReplaceAsync(_sink, e, nameof(ISink.WriteAsync)).ConfigureAwait(false);
                await StartAsync(restarts).ConfigureAwait(false);
                return;
            }

            if (outcome.Kind != OutcomeKind.Retry)
            {
                Settle(batch, outcome);
                return;
            }

            await _backoff.WaitAsync(outcome.Delay, context.Deadline).ConfigureAwait(false);
        }
    }

    private async ValueTask<Outcome> WriteAsync(ISink sink, RecordBatch batch)
    {
        _meter.Begin();
        var write = sink.WriteAsync(batch, context.Deadline);
        _meter.Lap(component.Ledger.Cost);
        return await write.ConfigureAwait(false);
    }

    private void Settle(RecordBatch batch, Outcome outcome)
    {
        var lost = outcome.Kind switch
        {
            OutcomeKind.Rejected => Math.Clamp(outcome.RejectedRows, 0, batch.Rows),
            OutcomeKind.Failed => batch.Rows,
            _ => 0,
        };
        lock (component.Ledger.Lock)
        {
            component.Ledger.Deliver(batch.Rows - lost);
            component.Ledger.Drop(outcome.Reason ?? "rejected", lost);
        }

        component.Settlements.Settle(batch.Account, lost > 0 ? Settlement.Rejected : Settlement.Delivered);
    }

    private void Lose(RecordBatch batch, string reason)
    {
        lock (component.Ledger.Lock)
            component.Ledger.Drop(reason, batch.Rows);
        component.Settlements.Settle(batch.Account, Settlement.Dropped);
    }
}
