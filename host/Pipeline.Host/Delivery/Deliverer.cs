using Microsoft.Extensions.Logging;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>Writes a request until the end of its last row: waits its turn, tries, does what the outcome says. Several requests at once, each by one task.</summary>
internal sealed class Deliverer(ComponentState component, RunContext context, SinkInstance sink, Gate gate, Outage outage, ILogger log)
{
    private readonly SinkBooks _books = new(component, context);
    private volatile bool _outputClosed;

    /// <summary>Whether whoever read the output has gone.</summary>
    public bool OutputClosed => _outputClosed;

    /// <summary>Ends when every row has met its end.</summary>
    public async Task DeliverAsync(Request request)
    {
        while (request.Parts.Count > 0)
            if (WhyHopeless() is { } reason)
                _books.Lose(request, reason, Settlement.Abandoned);
            else if (request.Parts.Count > 1 && sink.Current is not IBulkSink)
                await DeliverOneByOneAsync(request).ConfigureAwait(false);
            else
                await TryAsync(request).ConfigureAwait(false);
    }

    /// <summary>Whoever read the output has gone: nothing is written any more, and the pipeline stops.</summary>
    public void CloseOutput()
    {
        _outputClosed = true;
        gate.Close();
        context.RequestStop();
    }

    // What is left of a batch that could not be copied together is several batches, and this sink takes one.
    private async ValueTask DeliverOneByOneAsync(Request request)
    {
        foreach (var one in request.Split())
            await DeliverAsync(one).ConfigureAwait(false);
    }

    private string? WhyHopeless() =>
        _outputClosed ? DropReason.Closed
        : component.Failed ? DropReason.Unavailable
        : context.Deadline.IsCancellationRequested ? DropReason.Deadline
        : sink.Current is null ? DropReason.Exception
        : null;

    private async ValueTask TryAsync(Request request)
    {
        switch (await gate.EnterAsync(request, context.Deadline).ConfigureAwait(false))
        {
            case Entry.Expired:
                _books.Lose(request, DropReason.RetryExpired, Settlement.Dropped);
                return;
            case Entry.Over:
                return;
        }

        if (sink.Current is not { } instance)
        {
            gate.Forget(request);
            return;
        }

        if (request.Failures > 0)
            _books.Retry(request);
        Outcome outcome;
        List<RefusedRun> refused;
        try
        {
            outcome = await WriteAsync(instance, request).ConfigureAwait(false);
            refused = outcome.Kind == OutcomeKind.Partly ? RefusedRuns.Of(request, outcome.Refused) : [];
        }
        catch (OperationCanceledException) when (context.Deadline.IsCancellationRequested)
        {
            gate.Forget(request);
            _books.Lose(request, DropReason.Deadline, Settlement.Abandoned);
            return;
        }
        catch (OutputClosedException)
        {
            gate.Forget(request);
            CloseOutput();
            return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await ReplaceAsync(request, e).ConfigureAwait(false);
            return;
        }

        await ActAsync(request, outcome, refused).ConfigureAwait(false);
    }

    private async ValueTask ActAsync(Request request, Outcome outcome, List<RefusedRun> refused)
    {
        if (outcome.Kind == OutcomeKind.Retry || HasNothingDone(request, refused))
        {
            if (gate.Fail(request, outcome.Delay))
                outage.Begin(refused.Count > 0 ? refused[0].Reason : outcome.Reason);
            return;
        }

        if (outcome.Kind == OutcomeKind.Throttled)
        {
            if (gate.Throttle(request, outcome.Delay, out var pause))
                outage.End();
            outage.Pause(outcome.Reason, pause);
            return;
        }

        if (gate.Answer(request))
            outage.End();
        switch (outcome.Kind)
        {
            case OutcomeKind.Delivered:
                _books.Deliver(request);
                break;
            case OutcomeKind.Rejected:
                _books.Reject(request, outcome.RejectedRows, outcome.Reason);
                break;
            case OutcomeKind.Failed:
                await _books.RefuseAsync(request, outcome.Reason).ConfigureAwait(false);
                break;
            case OutcomeKind.Partly:
                await _books.SettleAsync(request, refused).ConfigureAwait(false);
                if (request.Parts.Count > 0)
                    gate.Postpone(request);
                break;
        }
    }

    // All that was written is named as to be tried again: the same as a retry of the whole.
    private static bool HasNothingDone(Request request, List<RefusedRun> refused) =>
        refused.Count > 0 && refused.TrueForAll(r => !r.IsFinal) && refused.Sum(r => (long)r.Rows) == request.Rows;

    private async ValueTask ReplaceAsync(Request request, Exception cause)
    {
        _books.Lose(request, DropReason.Exception, Settlement.Dropped);
        if (!gate.Break(request))
        {
            log.LogError(cause, "{Component} threw in another {Member} too", component.Plan.Name, nameof(ISink.WriteAsync));
            return;
        }

        await gate.QuietAsync().ConfigureAwait(false);
        await sink.ReplaceAsync(cause, nameof(ISink.WriteAsync)).ConfigureAwait(false);
        gate.Mend();
    }

    private async ValueTask<Outcome> WriteAsync(ISink instance, Request request)
    {
        request.Meter.Begin();
        var write = instance is IBulkSink bulk ? bulk.WriteAsync(request.Batches, context.Deadline) : instance.WriteAsync(request.Batches[0], context.Deadline);
        request.Meter.Lap(component.Ledger.Cost);
        return await write.ConfigureAwait(false);
    }
}
