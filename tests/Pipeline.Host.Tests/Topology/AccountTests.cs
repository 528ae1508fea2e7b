using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>A source that can replay learns the worst outcome of each piece of its input, exactly once.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task What_every_sink_delivered_is_delivered()
    {
        var (rig, settled) = (new Rig(), new SettledAccounts());
        var source = Replaying(rig, settled, 100);
        var even = rig.Transform("even", () => new ScriptedTransform(ScriptedTransform.KeepEven), Rig.From(source));
        rig.Sink("left", () => ScriptedSink.Null, Rig.From(source));
        rig.Sink("right", () => ScriptedSink.Null, Rig.From(even));

        await rig.RunAsync();
        AllSettled(settled, 10);
        Assert.All(settled.Outcomes.Values, outcome => Assert.Equal(Settlement.Delivered, outcome));
    }

    [Fact]
    public async Task The_worst_of_two_sinks_counts()
    {
        var (rig, settled) = (new Rig(), new SettledAccounts());
        var source = Replaying(rig, settled, 30);
        rig.Sink("good", () => ScriptedSink.Null, Rig.From(source));
        rig.Sink("bad", () => ScriptedSink.Answering(Outcome.Delivered, Outcome.Rejected(1, "odd"), Outcome.Failed("no")), Rig.From(source));

        await rig.RunAsync();
        AllSettled(settled, 3);
        Assert.Equal([Settlement.Delivered, Settlement.Rejected, Settlement.Rejected], settled.Outcomes.OrderBy(o => o.Key).Select(o => o.Value));
    }

    [Theory]
    [InlineData("DropNewest")]
    [InlineData("DropOldest")]
    public async Task What_an_edge_dropped_is_dropped_though_a_sibling_delivered_it(string policy)
    {
        var (rig, settled, go) = (new Rig(), new SettledAccounts(), new TaskCompletionSource());
        var slow = new KeptRows();
        var source = Replaying(rig, settled, 500);
        rig.Sink("fast", () => ScriptedSink.Null, Rig.From(source));
        rig.Sink("slow", () => new ScriptedSink(async (batch, _) =>
        {
            await go.Task;
            slow.Keep(batch);
            return Outcome.Delivered;
        }), Rig.From(source, Enum.Parse<WhenFull>(policy), batches: 1));

        await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("replaying").Out == 500);
            go.SetResult();
        });
        AllSettled(settled, 50);
        Assert.Equal(slow.Count, 10 * settled.Outcomes.Values.Count(o => o == Settlement.Delivered));
        Assert.Contains(Settlement.Dropped, settled.Outcomes.Values);
    }

    [Fact]
    public async Task What_a_throwing_transform_had_at_hand_is_dropped()
    {
        var (rig, settled) = (new Rig(), new SettledAccounts());
        var source = Replaying(rig, settled, 50);
        var picky = rig.Transform(
            "picky",
            () => new ScriptedTransform((batch, emitter) =>
            {
                ScriptedTransform.Pass(batch, emitter);
                if (batch.FirstSequence == 20)
                    throw new InvalidOperationException("no twenties");
            }),
            Rig.From(source));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(picky));

        await rig.RunAsync();
        AllSettled(settled, 5);
        Assert.Equal([20UL], settled.Outcomes.Where(o => o.Value == Settlement.Dropped).Select(o => o.Key));
    }

    [Fact]
    public async Task A_row_that_a_transform_told_as_dropped_drops_its_input()
    {
        var (rig, settled) = (new Rig(), new SettledAccounts());
        var source = Replaying(rig, settled, 20);
        var cutting = rig.Transform(
            "cutting",
            () => new ScriptedTransform((batch, emitter) =>
            {
                emitter.Emit(batch.Take(Enumerable.Range(0, batch.FirstSequence == 10 ? 9 : 10).ToArray(), emitter.Arena));
                emitter.Tally.Drop("cut", batch.FirstSequence == 10 ? 1 : 0);
            }),
            Rig.From(source));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(cutting));

        await rig.RunAsync();
        AllSettled(settled, 2);
        Assert.Equal((Settlement.Delivered, Settlement.Dropped), (settled.Outcomes[0], settled.Outcomes[10]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transform_that_keeps_rows_settles_on_arrival_or_on_delivery_as_it_declares(bool whenAbsorbed)
    {
        var (rig, settled) = (new Rig(), new SettledAccounts());
        var source = Replaying(rig, settled, 50);
        var delaying = rig.Transform("delaying", () => new DelayingTransform(whenAbsorbed, TimeSpan.FromHours(1)), Rig.From(source));
        rig.Sink("bad", () => ScriptedSink.Answering(Outcome.Failed("no")), Rig.From(delaying));

        await rig.RunAsync();
        AllSettled(settled, 5);
        Assert.All(settled.Outcomes.Values, outcome => Assert.Equal(whenAbsorbed ? Settlement.Delivered : Settlement.Rejected, outcome));
    }

    [Fact]
    public async Task Workers_that_share_a_batch_settle_it_once_together()
    {
        var (rig, settled) = (new Rig(), new SettledAccounts());
        var source = Replaying(rig, settled, 1_000);
        var sharded = rig.Workers("sharded", 3, () => new PartitionedTransform(ScriptedTransform.Pass, "key"), Rig.From(source));
        rig.Sink("sink", () => new ScriptedSink((batch, _) => ValueTask.FromResult(
            batch.Column<uint>(1)[0] == 3 ? Outcome.Failed("three") : Outcome.Delivered)), Rig.From(sharded));

        await rig.RunAsync();
        AllSettled(settled, 100);
        Assert.Contains(Settlement.Rejected, settled.Outcomes.Values);
    }

    [Fact]
    public async Task What_is_left_at_the_deadline_is_abandoned()
    {
        var (rig, settled) = (new Rig { StopDeadline = TimeSpan.FromMilliseconds(50) }, new SettledAccounts());
        var source = Replaying(rig, settled, 100);
        var slow = new KeptRows();
        rig.Sink("slow", () => new ScriptedSink(async (batch, cancel) =>
        {
            if (batch.FirstSequence >= 30)
                await Task.Delay(Timeout.Infinite, cancel);
            slow.Keep(batch);
            return Outcome.Delivered;
        }), Rig.From(source));

        await rig.RunAsync(async pipeline =>
        {
            await slow.WaitForAsync(30);
            pipeline.Stop();
        });
        AllSettled(settled, settled.Outcomes.Count);
        Assert.Equal(slow.Count, 10 * settled.Outcomes.Values.Count(o => o == Settlement.Delivered));
        Assert.All(settled.Outcomes.Values, o => Assert.True(o is Settlement.Delivered or Settlement.Abandoned));
        Assert.Contains(Settlement.Abandoned, settled.Outcomes.Values);
    }

    [Fact]
    public async Task What_a_sink_that_cannot_run_was_sent_is_abandoned()
    {
        var (rig, settled) = (new Rig { Ends = false }, new SettledAccounts());
        var source = Replaying(rig, settled, 30);
        rig.Sink("unavailable", () => new StartingSink([], () => throw new UnavailableException("no")), Rig.From(source));
        rig.Sink("good", () => ScriptedSink.Null, Rig.From(source));

        await rig.RunAsync();
        AllSettled(settled, 3);
        Assert.All(settled.Outcomes.Values, o => Assert.Equal(Settlement.Abandoned, o));
    }

    [Fact]
    public async Task An_owner_that_throws_when_it_is_told_harms_nobody()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var source = rig.Source("rude", () => ScriptedSource.Counting(100, owner: new RudeOwner()));
        rig.Sink("kept", () => kept.Sink(), Rig.From(source));

        await rig.RunAsync();
        Assert.Equal(100, kept.Count);
        Assert.Contains(rig.Log.Lines, line => line.Contains("owner of an account threw", StringComparison.Ordinal));
    }

    private static ComponentPlan Replaying(Rig rig, SettledAccounts settled, long rows) =>
        rig.Source("replaying", () => ScriptedSource.Counting(rows, owner: settled));

    private static void AllSettled(SettledAccounts settled, int batches)
    {
        Assert.False(settled.SettledTwice);
        Assert.Equal(batches, settled.Outcomes.Count);
    }

    private sealed class RudeOwner : IAccountOwner
    {
        public void Settled(Account account, Settlement outcome) => throw new InvalidOperationException("do not tell me");
    }
}
