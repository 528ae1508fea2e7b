using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Writes a sink's batches one by one, with retries, replacing instances that throw; lets one that gathers flush.</summary>
internal sealed class SinkRunner
{
    private readonly ComponentState _component;
    private readonly RunContext _context;
    private readonly ILogger _log;
    private readonly Backoff _backoff;
    private readonly CallMeter _meter = CallMeter.Start();
    private readonly SinkInstance _sink;
    private bool _outputClosed;

    public SinkRunner(ComponentState component, RunContext context)
    {
        _component = component;
        _context = context;
        _log = context.Logs.CreateLogger(component.Plan.Name);
        _backoff = new Backoff(context.Environment.Time);
        _sink = new SinkInstance(component, context, _log);
    }

    public async Task RunAsync()
    {
        var feed = new BatchFeed(_component);
        await _sink.StartAsync().ConfigureAwait(false);
        while (true)
        {
            if ((_sink.Current as IGathering)?.Patience is { } patience && !await feed.WaitAsync(patience, _context.Environment.Time).ConfigureAwait(false))
            {
                await FlushAsync(isLast: false).ConfigureAwait(false);
                continue;
            }

            if (await feed.NextAsync().ConfigureAwait(false) is not { } delivery)
                break;
            await DeliverAsync(delivery.Batch).ConfigureAwait(false);
            delivery.Batch.Release();
            delivery.Done();
        }

        await FlushAsync(isLast: true).ConfigureAwait(false);
        await _sink.DisposeAsync().ConfigureAwait(false);
    }

    private async Task FlushAsync(bool isLast)
    {
        if (_sink.Current is not IGathering gathering || _outputClosed || _context.Deadline.IsCancellationRequested)
            return;
        try
        {
            _meter.Begin();
            var flush = gathering.FlushAsync(isLast, _context.Deadline);
            _meter.Lap(_component.Ledger.Cost);
            await flush.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_context.Deadline.IsCancellationRequested)
        {
            _log.LogWarning("the stop deadline came before {Component} had written what it gathered", _component.Plan.Name);
        }
        catch (OutputClosedException)
        {
            _outputClosed = true;
            _context.RequestStop();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await _sink.ReplaceAsync(e, nameof(IGathering.FlushAsync)).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(RecordBatch batch)
    {
        while (true)
        {
            if (_sink.Current is not { } sink || _outputClosed || _context.Deadline.IsCancellationRequested)
            {
                Lose(
                    batch,
                    _outputClosed ? DropReason.Closed
                    : _component.Failed ? DropReason.Unavailable
                    : _context.Deadline.IsCancellationRequested ? DropReason.Deadline
                    : DropReason.Exception);
                return;
            }

            Outcome outcome;
            try
            {
                outcome = await WriteAsync(sink, batch).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_context.Deadline.IsCancellationRequested)
            {
                Lose(batch, DropReason.Deadline);
                return;
            }
            catch (OutputClosedException)
            {
                _outputClosed = true;
                _context.RequestStop();
                continue;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Lose(batch, DropReason.Exception);
                await _sink.ReplaceAsync(e, nameof(ISink.WriteAsync)).ConfigureAwait(false);
                return;
            }

            if (outcome.Kind is not (OutcomeKind.Retry or OutcomeKind.Throttled))
            {
                Settle(batch, outcome);
                return;
            }

            await _backoff.WaitAsync(outcome.Delay, _context.Deadline).ConfigureAwait(false);
        }
    }

    private async ValueTask<Outcome> WriteAsync(ISink sink, RecordBatch batch)
    {
        _meter.Begin();
        var write = sink.WriteAsync(batch, _context.Deadline);
        _meter.Lap(_component.Ledger.Cost);
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
        lock (_component.Ledger.Lock)
        {
            _component.Ledger.Deliver(batch.Rows - lost);
            _component.Ledger.Drop(outcome.Reason ?? "rejected", lost);
        }

        _component.Settlements.Settle(batch.Account, lost > 0 ? Settlement.Rejected : Settlement.Delivered);
    }

    private void Lose(RecordBatch batch, string reason)
    {
        lock (_component.Ledger.Lock)
            _component.Ledger.Drop(reason, batch.Rows);
        _component.Settlements.Settle(batch.Account, Settlement.Dropped);
    }
}
