using System.Runtime.InteropServices;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>Books what became of a request's rows, settles their accounts and hands on what was refused. Thread-safe for different requests.</summary>
internal sealed class SinkBooks(ComponentState component, RunContext context)
{
    private const string Rejected = "rejected";

    private readonly DeadLetters _deadLetters = new(component, context.Arena);

    public void Deliver(Request request)
    {
        lock (component.Ledger.Lock)
            component.Ledger.Deliver(request.Rows);
        request.End(Settlement.Delivered);
    }

    /// <summary>Every row is lost.</summary>
    public void Lose(Request request, string reason, Settlement outcome)
    {
        lock (component.Ledger.Lock)
            component.Ledger.Drop(reason, request.Rows);
        request.End(outcome);
    }

    /// <summary>So many rows were refused, nobody knows which, and the others delivered.</summary>
    public void Reject(Request request, int rows, string? reason)
    {
        var lost = Math.Clamp(rows, 0, request.Rows);
        lock (component.Ledger.Lock)
        {
            component.Ledger.Deliver(request.Rows - lost);
            component.Ledger.Drop(reason ?? Rejected, lost);
        }

        request.End(lost > 0 ? Settlement.Rejected : Settlement.Delivered);
    }

    /// <summary>Every row was refused for good.</summary>
    public ValueTask RefuseAsync(Request request, string? reason)
    {
        if (_deadLetters.Exist)
            return SettleAsync(request, [.. request.Batches.Select((batch, part) => new RefusedRun(part, 0, batch.Rows, reason ?? Rejected, IsFinal: true))]);
        Lose(request, reason ?? Rejected, Settlement.Rejected);
        return ValueTask.CompletedTask;
    }

    /// <summary>The rows of the runs were not delivered, all others were. The request goes on with those to be tried again.</summary>
    public async ValueTask SettleAsync(Request request, List<RefusedRun> runs)
    {
        var (kept, dead) = (new List<Part>(), new List<DeadLetter>());
        Book(request, runs, kept, dead);
        foreach (var (table, batch) in dead)
        {
            foreach (var edge in component.EdgesOf(table))
                await edge.QueueAsync(batch, context.Deadline).ConfigureAwait(false);
            batch.Release();
        }

        foreach (var part in request.Parts)
            part.End(Settlement.Delivered);
        request.Keep(kept);
    }

    /// <summary>The request's rows are tried once more.</summary>
    public void Retry(Request request)
    {
        lock (component.Ledger.Lock)
            component.Ledger.Retry(request.Rows);
    }

    private void Book(Request request, List<RefusedRun> runs, List<Part> kept, List<DeadLetter> dead)
    {
        var dropped = new Dictionary<string, long>(StringComparer.Ordinal);
        var delivered = request.Rows;
        var sorted = CollectionsMarshal.AsSpan(runs);
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end < sorted.Length && sorted[end].Part == sorted[start].Part && sorted[end].IsFinal == sorted[start].IsFinal)
                end++;
            var some = sorted[start..end];
            foreach (var run in some)
                delivered -= run.Rows;
            if (sorted[start].IsFinal)
                Refuse(request.Parts[sorted[start].Part], some, dead, dropped);
            else
                Keep(request.Parts[sorted[start].Part], some, kept);
            start = end;
        }

        lock (component.Ledger.Lock)
        {
            component.Ledger.Deliver(delivered);
            foreach (var (reason, rows) in dropped)
                component.Ledger.Drop(reason, rows);
            if (!component.Ledger.IsClosed)
            {
                foreach (var (table, batch) in dead)
                    Enter(table, batch);
                return;
            }
        }

        // The sink was given up on, and its books tell of these rows already.
        foreach (var part in dead.Count > 0 ? request.Parts : [])
            part.Whole.Worsen(Settlement.Abandoned);
        foreach (var (_, batch) in dead)
            batch.Release();
        dead.Clear();
    }

    // The caller holds the ledger's lock.
    private void Enter(int table, RecordBatch batch)
    {
        component.Ledger.Divert(table, batch.Rows);
        foreach (var edge in component.EdgesOf(table))
            edge.Enter(batch);
    }

    private void Keep(Part part, ReadOnlySpan<RefusedRun> runs, List<Part> kept)
    {
        var batches = new List<RecordBatch>();
        RowPicker.Keep(part.Batch, runs, context.Arena, batches);
        foreach (var batch in batches)
        {
            part.Whole.Add();
            kept.Add(new Part(batch, part.Whole));
        }
    }

    private void Refuse(Part part, ReadOnlySpan<RefusedRun> runs, List<DeadLetter> dead, Dictionary<string, long> dropped)
    {
        try
        {
            if (_deadLetters.Exist)
            {
                dead.Add(_deadLetters.Make(part.Batch, runs));
                return;
            }

            foreach (var run in runs)
                dropped[run.Reason] = dropped.GetValueOrDefault(run.Reason) + run.Rows;
            part.Whole.Worsen(Settlement.Rejected);
        }
        catch (ArenaExhaustedException)
        {
            foreach (var run in runs)
                dropped[DropReason.Memory] = dropped.GetValueOrDefault(DropReason.Memory) + run.Rows;
            part.Whole.Worsen(Settlement.Dropped);
        }
    }
}
