using System.Collections.Concurrent;
using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>Rows that could not be delivered at once.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task What_is_tried_again_is_in_the_books_as_often_as_it_was()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 30);
        rig.Sink("sink", () => ScriptedSink.Answering(Retry, Outcome.Throttled(TimeSpan.Zero, "slow"), Retry, Outcome.Delivered), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((30, 30), (ledger.Of("sink").Out, ledger.Of("sink").Retried));
        Assert.Contains("\"retried\": 30", LedgerRules.Print(ledger), StringComparison.Ordinal);
        var text = new StringWriter();
        LedgerText.Write(ledger, text);
        Assert.Contains("retried 30", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_given_up_on_after_as_long_as_the_user_says()
    {
        var rig = new Rig { Retry = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(60)) };
        var (source, settled) = (new SettledAccounts(), new SettledAccounts());
        var numbers = rig.Source("numbers", () => ScriptedSource.Counting(20, owner: settled));
        rig.Sink("sink", () => new ScriptedSink((batch, _) => ValueTask.FromResult(batch.FirstSequence == 0 ? Retry : Outcome.Delivered)), Rig.From(numbers));

        var ledger = await rig.RunAsync();
        Assert.Equal((10, 10), (ledger.Of("sink").Out, ledger.Of("sink").Dropped[DropReason.RetryExpired]));
        Assert.Equal((Settlement.Dropped, Settlement.Delivered), (settled.Outcomes[0], settled.Outcomes[10]));
        Assert.Empty(source.Outcomes);
    }

    [Fact]
    public async Task The_order_is_kept_where_one_write_at_a_time_is_under_way()
    {
        var (rig, kept, calls) = (new Rig(), new KeptRows(), 0);
        var source = rig.Source("numbers", 200);
        rig.Sink(
            "sink",
            () => new BulkSink(BulkSink.Size(rows: 25), (batches, _) =>
            {
                if (calls++ % 3 != 2)
                    return ValueTask.FromResult(Retry);
                foreach (var batch in batches)
                    kept.Keep(batch);
                return ValueTask.FromResult(Outcome.Delivered);
            }),
            Rig.From(source));

        await rig.RunAsync();
        Assert.Equal(Enumerable.Range(0, 200).Select(n => (ulong)n), kept.Numbers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_the_named_rows_are_tried_again(bool isShortOfMemory)
    {
        // In the short arena there is no block left for a copy: the rows are kept where they are.
        var rig = new Rig { Arena = new Arena(isShortOfMemory ? 64 << 10 : 64 << 20) };
        var taken = new ConcurrentBag<Block>();
        var offered = new ConcurrentQueue<ulong[]>();
        var kept = new KeptRows();
        var source = rig.Source("numbers", 20, batch: 20);
        rig.Sink(
            "sink",
            () => new ScriptedSink((batch, _) =>
            {
                while (isShortOfMemory && taken.IsEmpty | rig.Arena.TryRent(1, out var block))
                    taken.Add(block);
                offered.Enqueue([.. Enumerable.Range(0, batch.Rows).Select(r => batch.Sequence(r))]);
                if (offered.Count > 1)
                {
                    kept.Keep(batch);
                    return ValueTask.FromResult(Outcome.Delivered);
                }

                return ValueTask.FromResult(Outcome.Partly([new(batch, 3, 2, "later", false), new(batch, 17, 1, "never", true), new(batch, 9, 1, "later", false)]));
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("sink").Out == 19);
            foreach (var block in taken)
                block.Release();
        });
        Assert.Equal((19, 1, 3), (ledger.Of("sink").Out, ledger.Of("sink").Dropped["never"], ledger.Of("sink").Retried));
        Assert.Equal([3UL, 4UL, 9UL], kept.Numbers);
        Assert.Equal(isShortOfMemory ? 3 : 2, offered.Count);
    }

    [Fact]
    public async Task An_account_settles_when_the_last_of_its_rows_has_met_its_end_with_the_worst_of_them()
    {
        var (rig, settled, calls) = (new Rig(), new SettledAccounts(), 0);
        var source = rig.Source("numbers", () => ScriptedSource.Counting(30, owner: settled));
        rig.Sink(
            "sink",
            () => new BulkSink(BulkSink.Size(rows: 15, time: TimeSpan.FromHours(1)), (batches, _) => ValueTask.FromResult(++calls switch
            {
                1 => Outcome.Partly([new(batches[0], 0, 1, "never", true), new(batches[1], 0, 1, "later", false)]),
                _ => Outcome.Delivered,
            })),
            Rig.From(source));

        await rig.RunAsync();
        Assert.False(settled.SettledTwice);
        Assert.Equal([Settlement.Rejected, Settlement.Delivered, Settlement.Delivered], settled.Outcomes.OrderBy(o => o.Key).Select(o => o.Value));
    }

    [Fact]
    public async Task A_batch_that_comes_by_two_ways_can_be_refused_by_one()
    {
        var (rig, settled, calls) = (new Rig(), new SettledAccounts(), 0);
        var source = rig.Source("numbers", () => ScriptedSource.Counting(10, owner: settled));
        var same = rig.Transform("same", () => ScriptedTransform.Passing, Rig.From(source));
        rig.Sink(
            "sink",
            () => new BulkSink(BulkSink.Size(time: TimeSpan.FromHours(1)), (batches, _) =>
            {
                Assert.Equal(++calls == 1 ? 2 : 1, batches.Count);
                return ValueTask.FromResult(calls > 1 ? Outcome.Delivered : Outcome.Partly([new(batches[0], 0, 4, "never", true), new(batches[1], 0, 10, "later", false)]));
            }),
            Rig.From(source),
            Rig.From(same));

        var ledger = await rig.RunAsync();
        Assert.Equal((16, 4, 10, 0), (ledger.Of("sink").Out, ledger.Of("sink").Dropped["never"], ledger.Of("sink").Retried, ledger.Of("sink").Restarts));
    }

    public static TheoryData<string> Nonsense => ["twice", "beyond", "before", "none", "of another"];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_sink_that_refuses_what_it_was_not_given_is_as_broken_as_one_that_throws(string what)
    {
        var (rig, calls) = (new Rig(), 0);
        var other = Numbers.Batch(rig.Arena, 0, 10);
        var source = rig.Source("numbers", 20);
        rig.Sink(
            "sink",
            () => new ScriptedSink((batch, _) => ValueTask.FromResult(calls++ > 0 ? Outcome.Delivered : Outcome.Partly(what switch
            {
                "twice" => [new(batch, 2, 3, "a", true), new(batch, 4, 1, "b", false)],
                "beyond" => [new(batch, 9, 2, "a", true)],
                "before" => [new(batch, -1, 2, "a", true)],
                "none" => [new(batch, 0, 0, "a", true)],
                _ => [new(other, 0, 1, "a", true)],
            }))),
            Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await pipeline.Components[0].Ended;
            other.Release();
        });
        Assert.Equal((10, 10, 1), (ledger.Of("sink").Out, ledger.Of("sink").Dropped[DropReason.Exception], ledger.Of("sink").Restarts));
        Assert.Contains(rig.Log.Lines, l => l.Contains("it refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_a_sink_tries_again_its_edge_fills_by_its_own_policy_and_its_sibling_notices_nothing()
    {
        var (rig, kept) = (new Rig { StopDeadline = TimeSpan.FromMilliseconds(50) }, new KeptRows());
        var source = rig.Source("numbers", 5_000);
        rig.Sink("dead", () => ScriptedSink.Answering(Retry), Rig.From(source, WhenFull.DropOldest, batches: 4));
        rig.Sink("kept", () => kept.Sink(), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await kept.WaitForAsync(5_000);
            pipeline.Stop();
        });
        Assert.Equal((5_000, 0), (kept.Distinct, ledger.Of("dead").Out));
        Assert.True(ledger.Between("numbers", "dead").Dropped[DropReason.Full] >= 4_900);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task What_a_dead_sink_has_at_hand_is_bounded_by_its_requests(int writes)
    {
        var (rig, most) = (new Rig { StopDeadline = TimeSpan.FromMilliseconds(50) }, 0L);
        var source = rig.Source("numbers", 20_000);
        rig.Sink("dead", () => new FickleSink(BulkSink.Size(rows: 50), writes, new Random(1), new KeptRows(), _ => Retry), Rig.From(source, WhenFull.DropOldest, batches: 4));

        await rig.RunAsync(async pipeline =>
        {
            while (!pipeline.Components[0].Ended.IsCompleted || most == 0)
            {
                most = Math.Max(most, pipeline.Snapshot().Of("dead").InFlight);
                await Task.Delay(1);
            }

            pipeline.Stop();
        });
        // Requests at hand, the one that is gathered, and what is left of a batch.
        Assert.InRange(most, 1, (writes + 1) * 50 + 10);
    }

    private static Outcome Retry => Outcome.RetryAfter(TimeSpan.Zero, "busy");
}
