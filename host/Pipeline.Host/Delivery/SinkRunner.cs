using Microsoft.Extensions.Logging;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>Runs a sink until its inputs have ended: gathers requests and has them delivered, as many at once as go well; lets a sink that gathers itself flush.</summary>
internal sealed class SinkRunner
{
    private readonly ComponentState _component;
    private readonly RunContext _context;
    private readonly DeliveryPlan _plan;
    private readonly ILogger _log;
    private readonly CallMeter _meter = CallMeter.Start();
    private readonly SinkInstance _sink;
    private readonly BatchFeed _feed;
    private readonly Gatherer _gatherer;
    private readonly Gate _gate;
    private readonly RequestPool _pool = new();
    private Task _room = Task.CompletedTask;
    private Task _previous = Task.CompletedTask;

    public SinkRunner(ComponentState component, RunContext context)
    {
        _component = component;
        _context = context;
        _plan = component.Plan.Delivery!;
        _log = context.Logs.CreateLogger(component.Plan.Name);
        _sink = new SinkInstance(component, context, _log);
        _feed = new BatchFeed(component);
        _gatherer = new Gatherer(_feed, _plan.Batch, component.Settlements);
        _gate = new Gate(_plan, Time);
    }

    private TimeProvider Time => _context.Environment.Time;

    public async Task RunAsync()
    {
        using var outage = new Outage(_component, Time, _log);
        using var hurry = _context.Stopping.UnsafeRegister(static gate => ((Gate)gate!).Hurry(), _gate);
        var deliverer = new Deliverer(_component, _context, _sink, _gate, outage, _log);
        _component.ReadDelivery = () => _gate.Figures;
        _component.ReadFigures = _sink.ReadFigures;
        await _sink.StartAsync().ConfigureAwait(false);
        while (await NextAsync(deliverer).ConfigureAwait(false) is { } request)
        {
            _gate.Hold();
            // What one write at a time does may as well be done here; several want a thread each.
            _previous = _plan.MostWrites == 1
                ? DeliverAsync(deliverer, request)
                : Task.Run(() => DeliverAsync(deliverer, request), CancellationToken.None);
        }

        await _gate.IdleAsync().ConfigureAwait(false);
        await FlushAsync(deliverer, isLast: true).ConfigureAwait(false);
        await _sink.DisposeAsync().ConfigureAwait(false);
        _component.CompleteEdges();
    }

    private async Task DeliverAsync(Deliverer deliverer, Request request)
    {
        try
        {
            await deliverer.DeliverAsync(request).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // No memory, or the host's own fault: the loop is told, and ends with it.
            _gate.Fault(e);
            return;
        }

        _pool.Return(request);
        _gate.Free();
    }

    // Null: there will be no more.
    private async ValueTask<Request?> NextAsync(Deliverer deliverer)
    {
        // A sink that takes batch by batch leaves them on their edges until it can take one.
        if (_plan.Batch is null)
            await _gate.RoomAsync().ConfigureAwait(false);
        var request = _pool.Rent();
        while (true)
        {
            var isFull = _gatherer.Fill(request);
            if (request.Rows > 0)
            {
                if (!isFull && _plan.Batch is { } size)
                    await GatherAsync(request, size.Time).ConfigureAwait(false);
                await RoomAsync().ConfigureAwait(false);
                return request;
            }

            var coming = _feed.ComingAsync();
            if (!coming.IsCompleted && _sink.Current is IGathering)
            {
                await _gate.IdleAsync().ConfigureAwait(false);
                if (!coming.IsCompleted && _sink.Current is IGathering { Patience: { } patience } && !await IsWithinAsync(coming, patience).ConfigureAwait(false))
                {
                    await FlushAsync(deliverer, isLast: false).ConfigureAwait(false);
                    continue;
                }
            }

            if (!await coming.ConfigureAwait(false))
                return null;
        }
    }

    // Until it is full, or as many have waited as long as they may and it can be written, or no more come.
    private async ValueTask GatherAsync(Request request, TimeSpan most)
    {
        using var sent = new CancellationTokenSource();
        var due = most > TimeSpan.Zero ? Task.Delay(most, Time, sent.Token)
            : _plan.MostWrites == 1 || _previous.IsCompleted ? Task.CompletedTask
            : Task.WhenAny(_previous, Task.Delay(_gate.Patience, Time, sent.Token));
        while (!_gatherer.Fill(request))
        {
            var room = RoomAsync();
            var coming = _feed.ComingAsync();
            if ((due.IsCompleted && room.IsCompleted) || (coming.IsCompletedSuccessfully && !await coming.ConfigureAwait(false)))
                break;
            if (!coming.IsCompleted)
                await Task.WhenAny(coming, due.IsCompleted ? room : due).ConfigureAwait(false);
        }

        await sent.CancelAsync().ConfigureAwait(false);
    }

    // One wait, however often it is asked for.
    private Task RoomAsync()
    {
        if (_room.IsCompletedSuccessfully)
            _room = _gate.RoomAsync();
        return _room;
    }

    private async ValueTask<bool> IsWithinAsync(Task coming, TimeSpan patience)
    {
        using var over = new CancellationTokenSource();
        var first = await Task.WhenAny(coming, Task.Delay(patience, Time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        return first == coming;
    }

    private async Task FlushAsync(Deliverer deliverer, bool isLast)
    {
        if (_sink.Current is not IGathering gathering || deliverer.OutputClosed || _context.Deadline.IsCancellationRequested)
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
            deliverer.CloseOutput();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await _sink.ReplaceAsync(e, nameof(IGathering.FlushAsync)).ConfigureAwait(false);
        }
    }
}
