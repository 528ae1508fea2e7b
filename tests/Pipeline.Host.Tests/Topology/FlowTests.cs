using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>Rows from sources through transforms to sinks.</summary>
public sealed class FlowTests
{
    [Fact]
    public async Task Every_row_reaches_each_of_two_sinks_once_and_in_order()
    {
        var rig = new Rig();
        var (left, right) = (new KeptRows(), new KeptRows());
        var source = rig.Source("numbers", 10_000);
        rig.Sink("left", () => left.Sink(), Rig.From(source));
        rig.Sink("right", () => right.Sink(), Rig.From(source, batches: 1));

        var ledger = await rig.RunAsync();
        var expected = Enumerable.Range(0, 10_000).Select(n => (ulong)n).ToArray();
        Assert.Equal(expected, left.Numbers);
        Assert.Equal(expected, right.Numbers);
        Assert.Equal((10_000, 10_000, 10_000), (ledger.Of("numbers").Created, ledger.Of("numbers").Out, ledger.Of("left").Out));
        Assert.True(rig.Snapshots > 0);
    }

    [Fact]
    public async Task Filtered_rows_are_counted_and_the_others_keep_their_identity()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var source = rig.Source("numbers", 1_000);
        var even = rig.Transform("even", () => new ScriptedTransform(ScriptedTransform.KeepEven), Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(even));

        var ledger = await rig.RunAsync();
        Assert.Equal((1_000, 500, 500), (ledger.Of("even").In, ledger.Of("even").Filtered, ledger.Of("even").Out));
        Assert.Equal(Enumerable.Range(0, 500).Select(n => (ulong)n * 2), kept.Numbers);
        Assert.Equal(500, kept.Distinct);
    }

    [Fact]
    public async Task A_component_with_two_tables_has_an_edge_each_that_got_what_the_table_emitted()
    {
        var rig = new Rig();
        var (odd, even) = (Numbers.Named("odd"), Numbers.Named("even"));
        var source = rig.Source("both", () => new ScriptedSource(
            async (emitter, stop) =>
            {
                for (var i = 0; i < 30; i++)
                {
                    ScriptedSource.Emit(emitter, i * 10, 10, table: i % 3 == 0 ? odd : even);
                    await emitter.FlushAsync();
                }
            },
            odd,
            even));
        rig.Sink("one", () => ScriptedSink.Null, Rig.From(source, table: 1));
        rig.Sink("two", () => ScriptedSink.Null, Rig.From(source, table: 0), Rig.From(source, table: 1));

        var ledger = await rig.RunAsync();
        Assert.Equal(
            [KeyValuePair.Create("odd", 100L), KeyValuePair.Create("even", 200L)],
            ledger.Of("both").Tables.AsEnumerable());
        Assert.Equal((200, 300), (ledger.Of("one").In, ledger.Of("two").In));
        Assert.Equal(100, ledger.Between("both.odd", "two").In);
    }

    [Fact]
    public async Task Rows_that_a_transform_forgets_unbalance_the_ledger()
    {
        var rig = new Rig { Balances = false };
        var source = rig.Source("numbers", 100);
        var forgetful = rig.Transform(
            "forgetful",
            () => new ScriptedTransform((batch, emitter) => emitter.Emit(batch.Take([0, 1, 2], emitter.Arena))),
            Rig.From(source));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(forgetful));

        var ledger = await rig.RunAsync();
        Assert.False(ledger.Of("forgetful").Balanced);
        Assert.True(ledger.Of("numbers").Balanced);
        Assert.True(ledger.Of("sink").Balanced);
        Assert.All(ledger.Edges, e => Assert.True(e.Balanced));
    }

    [Fact]
    public async Task Rows_that_nobody_subscribed_to_are_out_and_settled()
    {
        var rig = new Rig();
        var settled = new SettledAccounts();
        rig.Source("numbers", () => ScriptedSource.Counting(100, owner: settled));

        var ledger = await rig.RunAsync();
        Assert.Equal(100, ledger.Of("numbers").Out);
        Assert.Equal(10, settled.Outcomes.Count);
    }

    [Fact]
    public async Task A_batch_of_a_table_that_was_not_declared_is_the_emitters_fault_and_leaks_nothing()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 100);
        var stranger = rig.Transform(
            "stranger",
            () => new ScriptedTransform((batch, emitter) => emitter.Emit(Numbers.Batch(emitter.Arena, 0, 5, table: Numbers.Named("strange")))),
            Rig.From(source));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(stranger));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("numbers").Out == 100 && pipeline.Snapshot().Of("stranger").Restarts > 0);
            pipeline.Stop();
        });
        Assert.Equal(100, ledger.Of("stranger").Dropped[DropReason.Exception]);
        Assert.Equal(0, ledger.Of("sink").In);
    }

    [Fact]
    public async Task A_hanging_sink_delays_no_sibling_when_its_edge_drops()
    {
        var rig = new Rig { Ends = false, StopDeadline = TimeSpan.FromMilliseconds(100) };
        var (kept, hangs) = (new KeptRows(), new TaskCompletionSource());
        var source = rig.Source("numbers", () => new ScriptedSource(async (emitter, _) =>
        {
            for (var first = 0; first < 5_000; first += 10)
            {
                ScriptedSource.Emit(emitter, first, 10);
                await emitter.FlushAsync();
                await hangs.Task;
            }
        }));
        rig.Sink("hanging", () => Hanging(rig, hangs), Rig.From(source, WhenFull.DropNewest, batches: 2));
        rig.Sink("kept", () => kept.Sink(), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await kept.WaitForAsync(5_000);
            pipeline.Stop();
        });
        Assert.Equal(5_000, ledger.Of("kept").Out);
        Assert.Equal(10, ledger.Of("hanging").Dropped[DropReason.Deadline]);
        Assert.Equal((4_970, 20), (ledger.Between("numbers", "hanging").Dropped[DropReason.Full], ledger.Between("numbers", "hanging").Dropped[DropReason.Deadline]));
    }

    [Fact]
    public async Task A_hanging_sink_stalls_its_siblings_when_its_edge_blocks()
    {
        var rig = new Rig { Ends = false, StopDeadline = TimeSpan.FromMilliseconds(100) };
        var kept = new KeptRows();
        var source = rig.Source("numbers", 5_000);
        rig.Sink("hanging", () => Hanging(rig), Rig.From(source, batches: 2));
        rig.Sink("kept", () => kept.Sink(), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            // One at the sink, two that wait, one that blocks the source, which has gone to the sibling already.
            await kept.WaitForAsync(40);
            await Task.Delay(200);
            Assert.Equal(40, kept.Count);
            pipeline.Stop();
        });
        Assert.Equal(40, ledger.Of("numbers").Out);
        Assert.Equal(40, ledger.Between("numbers", "hanging").In);
        Assert.Equal(30, ledger.Between("numbers", "hanging").Dropped[DropReason.Deadline]);
    }

    private static ScriptedSink Hanging(Rig rig, TaskCompletionSource? hangs = null) => new(async (_, _) =>
    {
        hangs?.TrySetResult();
        await rig.Released;
        return Outcome.Delivered;
    });
}
