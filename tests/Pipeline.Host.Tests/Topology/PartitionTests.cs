using System.Collections.Concurrent;
using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>Several workers of one transform.</summary>
public sealed class PartitionTests
{
    [Fact]
    public async Task Equal_keys_meet_one_worker_in_the_order_in_which_they_came()
    {
        var rig = new Rig();
        var seen = new ConcurrentBag<List<(uint Key, ulong Number)>>();
        var kept = new KeptRows();
        var source = rig.Source("numbers", 20_000, batch: 97);
        var sharded = rig.Workers(
            "sharded",
            4,
            () =>
            {
                var mine = new List<(uint, ulong)>();
                seen.Add(mine);
                return new PartitionedTransform(
                    (batch, emitter) =>
                    {
                        for (var row = 0; row < batch.Rows; row++)
                            mine.Add((batch.Column<uint>(1)[row], batch.Column<ulong>(0)[row]));
                        ScriptedTransform.Pass(batch, emitter);
                    },
                    "key");
            },
            Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(sharded));

        var ledger = await rig.RunAsync();
        Assert.Equal((20_000, 20_000, 20_000), (ledger.Of("sharded").In, ledger.Of("sharded").Out, kept.Distinct));
        Assert.Equal(4, seen.Count);
        Assert.Equal(Numbers.Keys, seen.Sum(w => w.Select(row => row.Key).Distinct().Count()));
        Assert.All(seen, worker => Assert.All(worker.GroupBy(row => row.Key), key => Assert.Equal(key.Select(row => row.Number).Order(), key.Select(row => row.Number))));
        Assert.All(kept.Numbers.GroupBy(n => n % Numbers.Keys), key => Assert.Equal(key.Order(), key));
    }

    [Fact]
    public async Task Workers_without_a_partition_share_batches_and_lose_none()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var workers = 0;
        var source = rig.Source("numbers", 5_000);
        var shared = rig.Workers(
            "shared",
            3,
            () =>
            {
                Interlocked.Increment(ref workers);
                return new PartitionedTransform(ScriptedTransform.Pass);
            },
            Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(shared));

        await rig.RunAsync();
        Assert.Equal(3, workers);
        Assert.Equal((5_000, 5_000), (kept.Count, kept.Distinct));
    }

    [Fact]
    public async Task A_worker_that_throws_is_replaced_and_its_siblings_go_on()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var source = rig.Source("numbers", 700, batch: 70);
        var sharded = rig.Workers(
            "sharded",
            3,
            () => new PartitionedTransform(
                (batch, emitter) =>
                {
                    for (var row = 0; row < batch.Rows; row++)
                        if (batch.Column<uint>(1)[row] == 3)
                            throw new InvalidOperationException("no threes");
                    ScriptedTransform.Pass(batch, emitter);
                },
                "key"),
            Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(sharded));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("sharded").Restarts > 0);
            pipeline.Stop();
        });
        Assert.Equal(ledger.Of("sharded").In, kept.Count + ledger.Of("sharded").Dropped[DropReason.Exception]);
        Assert.True(ledger.Of("sharded").Dropped[DropReason.Exception] >= 10);
    }

    [Fact]
    public async Task A_further_worker_that_cannot_be_built_at_first_is_tried_again()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var built = 0;
        var source = rig.Source("numbers", 100);
        var shared = rig.Workers(
            "shared",
            2,
            () => ++built == 2 ? throw new InvalidOperationException("not yet") : new PartitionedTransform(ScriptedTransform.Pass),
            Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(shared));

        var ledger = await rig.RunAsync();
        Assert.Equal((3, 100, 1), (built, kept.Count, ledger.Of("shared").Restarts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void Each_row_of_a_batch_belongs_to_exactly_one_worker(int workers)
    {
        var arena = new Arena(1 << 20);
        var batch = Numbers.Batch(arena, 0, 1_000);
        var partitioner = new RowPartitioner(["key", "text"], workers);
        partitioner.Split(batch);
        var first = Enumerable.Range(0, workers).Select(w => partitioner.RowsOf(w).ToArray()).ToArray();
        partitioner.Split(batch);

        Assert.Equal(Enumerable.Range(0, 1_000), first.SelectMany(rows => rows).Order());
        for (var worker = 0; worker < workers; worker++)
        {
            Assert.Equal(first[worker].Order(), first[worker]);
            Assert.Equal(first[worker], partitioner.RowsOf(worker).ToArray());
        }

        batch.Release();
    }
}
