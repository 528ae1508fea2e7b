using System.Threading.Channels;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>Splits each batch by its partition columns over the workers, so that equal values meet one worker, in order.</summary>
internal sealed class PartitionedFeed
{
    // Enough for the splitter to work ahead of the workers, few enough that the edges stay the place where rows wait.
    private const int BatchesAWorker = 4;

    private readonly ComponentState _component;
    private readonly RunContext _context;
    private readonly TransformWorker[] _workers;
    private readonly Channel<(RecordBatch Part, PartCount Parts)>[] _queues;
    private readonly RowPartitioner _partitioner;

    public PartitionedFeed(ComponentState component, RunContext context, TransformWorker[] workers)
    {
        _component = component;
        _context = context;
        _workers = workers;
        _queues = [.. workers.Select(_ => Channel.CreateBounded<(RecordBatch Part, PartCount Parts)>(new BoundedChannelOptions(BatchesAWorker) { SingleReader = true, SingleWriter = true }))];
        _partitioner = new RowPartitioner(component.Plan.PartitionBy, workers.Length);
    }

    public async Task RunAsync(BatchFeed feed)
    {
        var working = _workers.Select((w, i) => WorkAsync(w, _queues[i].Reader)).ToArray();
        while (await feed.NextAsync().ConfigureAwait(false) is { } delivery)
        {
            var parts = new PartCount(delivery);
            await SplitAsync(delivery.Batch, parts).ConfigureAwait(false);
            parts.Done();
        }

        foreach (var queue in _queues)
            queue.Writer.Complete();
        await Task.WhenAll(working).ConfigureAwait(false);
    }

    private static async Task WorkAsync(TransformWorker worker, ChannelReader<(RecordBatch Part, PartCount Parts)> queue)
    {
        await foreach (var (part, parts) in queue.ReadAllAsync().ConfigureAwait(false))
        {
            await worker.ProcessAsync(part).ConfigureAwait(false);
            parts.Done();
        }
    }

    private async Task SplitAsync(RecordBatch batch, PartCount parts)
    {
        _partitioner.Split(batch);
        for (var worker = 0; worker < _workers.Length; worker++)
        {
            var rows = _partitioner.RowsOf(worker);
            if (rows.Length == 0)
                continue;
            RecordBatch part;
            try
            {
                part = batch.Take(rows, _context.Arena);
            }
            catch (ArenaExhaustedException)
            {
                lock (_component.Ledger.Lock)
                    _component.Ledger.Drop(DropReason.Memory, rows.Length);
                batch.Account.Hold();
                _component.Settlements.Settle(batch.Account, Settlement.Dropped);
                continue;
            }

            part.Account.Hold();
            parts.Add();
            await _queues[worker].Writer.WriteAsync((part, parts)).ConfigureAwait(false);
        }

        _component.Settlements.End(batch, Settlement.Delivered);
    }
}
