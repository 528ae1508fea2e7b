using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>One instance of a transform, and what replaces it when it throws.</summary>
internal sealed class TransformWorker(ComponentState component, RunContext context, ITransform? first, ILogger log) : IAsyncDisposable
{
    private readonly Restarts _restarts = new(component, context, log);
    private readonly CallMeter _meter = CallMeter.Start();

    // A flush and a batch may come at the same time; the instance sees one of them at a time.
    private readonly SemaphoreSlim _turn = new(1);
    private volatile ITransform? _transform = first;
    private Outlet _outlet = new(component, context.Arena);

    /// <summary>The instance that processes; null when there is none and will be none. Any thread.</summary>
    public ITransform? Instance => _transform;

    /// <summary>Makes the instance ready for its first batch, or one after it; ends when one is, or none will be.</summary>
    public async Task StartAsync()
    {
        while (_transform is IStarting starting)
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
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _transform = (ITransform?)await _restarts.ReplaceAsync(_transform, e, nameof(IStarting.StartAsync)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Processes a batch, whose reference and account it takes over.</summary>
    public async Task ProcessAsync(RecordBatch batch)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await CallAsync(nameof(ITransform.Process), transform => transform.Process(batch, _outlet), batch).ConfigureAwait(false);
        }
        finally
        {
            batch.Release();
            _turn.Release();
        }
    }

    /// <summary>Lets a transform that keeps rows emit them.</summary>
    public Task FlushAsync() => TellAsync(nameof(IFlushing.Flush), transform => ((IFlushing)transform).Flush(_outlet));

    /// <summary>Tells a transform that wants to know it that its inputs have ended.</summary>
    public Task FinishAsync() => _transform is IFinishing ? TellAsync(nameof(IFinishing.Finish), transform => ((IFinishing)transform).Finish(_outlet)) : Task.CompletedTask;

    /// <summary>Ends the instance. Rows it still keeps are lost to the deadline, which ended it before it could emit them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_transform is not null)
            await _restarts.DisposeAsync(_transform).ConfigureAwait(false);
        LoseHeld(DropReason.Deadline);
        _turn.Dispose();
    }

    private async Task TellAsync(string what, Action<ITransform> call)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await CallAsync(what, call, null).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CallAsync(string during, Action<ITransform> call, RecordBatch? input)
    {
        if (_transform is null)
        {
            // None will be built any more: the pipeline stops.
            Lose(input, DropReason.Exception, Settlement.Abandoned);
            return;
        }

        _meter.Begin();
        try
        {
            call(_transform);
        }
        catch (ArenaExhaustedException)
        {
            _outlet.Discard(Settlement.Dropped);
            Lose(input, DropReason.Memory, Settlement.Dropped);
            return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _outlet.Discard(Settlement.Dropped);
            Lose(input, DropReason.Exception, Settlement.Dropped);
            LoseHeld(DropReason.Exception);
            _transform = (ITransform?)await _restarts.ReplaceAsync(_transform, e, during).ConfigureAwait(false);
            _outlet = new Outlet(component, context.Arena);
            await StartAsync().ConfigureAwait(false);
            return;
        }

        _meter.Lap(component.Ledger.Cost);
        var settlement = _outlet.Tally.Dropped.Count > 0 ? Settlement.Dropped : Settlement.Delivered;
        var booked = await _outlet.CommitAsync(input?.Rows ?? 0, context.Deadline).ConfigureAwait(false);
        if (input is not null)
            component.Settlements.Settle(input.Account, booked ? settlement : Settlement.Abandoned);
    }

    private void Lose(RecordBatch? input, string reason, Settlement outcome)
    {
        if (input is null)
            return;
        lock (component.Ledger.Lock)
            component.Ledger.Drop(reason, input.Rows);
        component.Settlements.Settle(input.Account, outcome);
    }

    private void LoseHeld(string reason)
    {
        lock (component.Ledger.Lock)
            component.Ledger.Drop(reason, _outlet.TakeHeld());
    }
}
