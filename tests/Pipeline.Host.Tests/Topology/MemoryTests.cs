using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>A row memory that is too small for what is asked of it.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task A_source_without_memory_counts_what_it_could_not_make_and_goes_on()
    {
        var (rig, kept, go) = (new Rig { Arena = new Arena(128 << 10) }, new KeptRows(), new TaskCompletionSource());
        var source = rig.Source("numbers", 3_000, batch: 100);
        rig.Sink("slow", () => new ScriptedSink(async (batch, _) =>
        {
            await go.Task;
            kept.Keep(batch);
            return Outcome.Delivered;
        }), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("numbers").Dropped.GetValueOrDefault(DropReason.Memory) > 0);
            go.SetResult();
        });
        Assert.Equal((3_000, kept.Count), (ledger.Of("numbers").Created, ledger.Of("numbers").Out));
        Assert.Equal(3_000 - kept.Count, ledger.Of("numbers").Dropped[DropReason.Memory]);
    }

    [Fact]
    public async Task A_transform_without_memory_loses_the_batch_at_hand_and_is_not_blamed()
    {
        var rig = new Rig { Arena = new Arena(96 << 10) };
        var kept = new KeptRows();
        var source = rig.Source("numbers", 3_000, batch: 100);
        var even = rig.Transform("even", () => new ScriptedTransform(ScriptedTransform.KeepEven), Rig.From(source, WhenFull.DropOldest));
        rig.Sink("slow", () => kept.Sink(TimeSpan.FromMilliseconds(2)), Rig.From(even));

        var ledger = await rig.RunAsync();
        Assert.Equal(0, ledger.Of("even").Restarts);
        Assert.Equal(kept.Count, ledger.Of("even").Out);
        Assert.Equal(3_000, ledger.Of("numbers").Out + ledger.Of("numbers").Dropped.Values.Sum());
    }

    [Fact]
    public async Task Rows_that_cannot_be_split_over_workers_for_lack_of_memory_are_counted()
    {
        // Room for a source's batch and little else: most parts find none.
        var rig = new Rig { Arena = new Arena(64 << 10) };
        var kept = new KeptRows();
        var source = rig.Source("numbers", 2_000, batch: 500);
        var sharded = rig.Workers("sharded", 4, () => new PartitionedTransform(ScriptedTransform.Pass, "key"), Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(sharded));

        var ledger = await rig.RunAsync();
        Assert.True(ledger.Of("sharded").Dropped[DropReason.Memory] > 0);
        Assert.Equal((ledger.Of("sharded").Out, kept.Count), (kept.Distinct, kept.Distinct));
    }

    [Fact]
    public async Task A_source_that_floods_without_flushing_ends_at_the_memorys_bound()
    {
        var rig = new Rig { Arena = new Arena(1 << 20) };
        var made = 0L;
        var source = rig.Source("flood", () => new ScriptedSource((emitter, stop) =>
        {
            for (; !stop.IsCancellationRequested; Volatile.Write(ref made, made + 1))
                ScriptedSource.Emit(emitter, made, 1);
            return Task.CompletedTask;
        }));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            // More rows than there is room for: each has a block of its own, and no block is smaller than a page.
            await Until.TrueAsync(() => Volatile.Read(ref made) > rig.Arena.Limit / Environment.SystemPageSize);
            pipeline.Stop();
        });
        Assert.True(rig.Arena.InUse <= rig.Arena.Limit);
        Assert.True(ledger.Of("flood").Dropped[DropReason.Memory] > 0);
    }
}
