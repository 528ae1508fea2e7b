using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Writes a sink's batches one by one, with retries, replacing instances that throw; lets one that gathers flush.</summary>
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
        while (true)
        {
            if ((_sink as IGathering)?.Patience is { } patience && !await feed.WaitAsync(patience, context.Environment.Time).ConfigureAwait(false))
            {
                await FlushAsync(restarts, isLast: false).ConfigureAwait(false);
                continue;
            }

            if (await feed.NextAsync().ConfigureAwait(false) is not { } batch)
                break;
            await DeliverAsync(batch, restarts).ConfigureAwait(false);
            batch.Release();
        }

        await FlushAsync(restarts, isLast: true).ConfigureAwait(false);
        if (_sink is not null)
            await restarts.DisposeAsync(_sink).ConfigureAwait(false);
    }

    private async Task FlushAsync(Restarts restarts, bool isLast)
    {
        if (_sink is not IGathering gathering || _outputClosed || context.Deadline.IsCancellationRequested)
            return;
        try
        {
            _meter.Begin();
            var flush = gathering.FlushAsync(isLast, context.Deadline);
            _meter.Lap(component.Ledger.Cost);
            await flush.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.Deadline.IsCancellationRequested)
        {
            _log.LogWarning("the stop deadline came before {Component} had written what it gathered", component.Plan.Name);
        }
        catch (OutputClosedException)
        {
            _outputClosed = true;
            context.RequestStop();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _sink = (ISink?)await restarts.ReplaceAsync(_sink, e, nameof(IGathering.FlushAsync)).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(RecordBatch batch, Restarts restarts)
    {
        while (true)
        {
            if (_sink is null || _outputClosed || context.Deadline.IsCancellationRequested)
            {
                Lose(batch, _outputClosed ? DropReason.Closed : context.Deadline.IsCancellationRequested ? DropReason.Deadline : DropReason.Exception);
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
