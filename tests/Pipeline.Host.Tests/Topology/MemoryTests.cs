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
        var rig = new Rig { Arena = new Arena(128 << 10) };
        var kept = new KeptRows();
        var source = rig.Source("numbers", 3_000, batch: 100);
        rig.Sink("slow", () => kept.Sink(TimeSpan.FromMilliseconds(2)), Rig.From(source));

        var ledger = await rig.RunAsync();
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
        var source = rig.Source("flood", () => new ScriptedSource((emitter, stop) =>
        {
            for (long n = 0; !stop.IsCancellationRequested; n++)
                ScriptedSource.Emit(emitter, n, 1);
            return Task.CompletedTask;
        }));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => rig.Arena.InUse > rig.Arena.Limit / 2);
            await Task.Delay(50);
            pipeline.Stop();
        });
        Assert.True(rig.Arena.InUse <= rig.Arena.Limit);
        Assert.True(ledger.Of("flood").Dropped[DropReason.Memory] > 0);
    }
}
