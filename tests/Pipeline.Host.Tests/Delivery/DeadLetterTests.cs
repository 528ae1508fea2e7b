using System.Collections.Concurrent;
using System.Text;
using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>Where the rows go that a sink refuses for good.</summary>
public sealed class DeadLetterTests
{
    private readonly ConcurrentQueue<(ulong Number, ulong Sequence, string Text, string By, string Reason)> _dead = new();

    [Fact]
    public async Task Refused_rows_arrive_with_who_refused_them_and_why_under_their_own_identity()
    {
        var (rig, settled, kept) = (new Rig(), new SettledAccounts(), new KeptRows());
        var source = rig.Source("numbers", () => ScriptedSource.Counting(1_000, owner: settled));
        var picky = rig.Rejecting("picky", () => new ScriptedSink((batch, _) =>
        {
            var n = (int)batch.FirstSequence / 10;
            if (n % 5 == 0)
                return ValueTask.FromResult(Outcome.Failed("whole"));
            var refused = n % 5 == 1 ? new RefusedRows[] { new(batch, 2, 1, "two", true), new(batch, 7, 2, "seven", true) } : [];
            Keep(kept, batch, refused);
            return ValueTask.FromResult(refused.Length > 0 ? Outcome.Partly(refused) : Outcome.Delivered);
        }), Rig.From(source));
        rig.Sink("dead", Dead, Rig.From(picky));

        var ledger = await rig.RunAsync();
        Assert.Equal((1_000, 740, 260), (ledger.Of("picky").Out, kept.Distinct, _dead.Count));
        Assert.Equal([KeyValuePair.Create("numbers", 260L)], ledger.Of("picky").Tables);
        Assert.Empty(ledger.Of("picky").Dropped);
        Assert.Equal((260, 260), (ledger.Between("picky", "dead").In, ledger.Of("dead").Out));
        Assert.All(_dead, row => Assert.Equal((row.Sequence, "some text", "picky"), (row.Number, row.Text, row.By)));
        Assert.All(_dead, row => Assert.Equal((row.Number % 50) switch
        {
            < 10 => "whole",
            12 => "two",
            17 or 18 => "seven",
            _ => "none",
        }, row.Reason));
        Assert.Equal(1_000, kept.Numbers.Concat(_dead.Select(d => d.Number)).Distinct().Count());
        Assert.All(settled.Outcomes.Values, o => Assert.Equal(Settlement.Delivered, o));
        Assert.Contains("\"numbers\": 260", LedgerRules.Print(ledger), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_settled_by_what_becomes_of_its_refused_rows()
    {
        var (rig, settled) = (new Rig(), new SettledAccounts());
        var source = rig.Source("numbers", () => ScriptedSource.Counting(20, owner: settled));
        var picky = rig.Rejecting("picky", () => ScriptedSink.Answering(Outcome.Failed("no"), Outcome.Delivered), Rig.From(source));
        rig.Sink("dead", () => ScriptedSink.Answering(Outcome.Failed("not_either")), Rig.From(picky));

        await rig.RunAsync();
        Assert.Equal((Settlement.Rejected, Settlement.Delivered), (settled.Outcomes[0], settled.Outcomes[10]));
    }

    [Fact]
    public async Task Rows_refused_without_a_name_are_only_counted()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 10);
        var picky = rig.Rejecting("picky", () => ScriptedSink.Answering(Outcome.Rejected(3, "odd")), Rig.From(source));
        rig.Sink("dead", Dead, Rig.From(picky));

        var ledger = await rig.RunAsync();
        Assert.Equal((7, 3, 0), (ledger.Of("picky").Out, ledger.Of("picky").Dropped["odd"], ledger.Of("dead").In));
    }

    [Fact]
    public async Task A_dead_end_that_is_dead_itself_keeps_nobody_waiting()
    {
        var (rig, kept) = (new Rig { StopDeadline = TimeSpan.FromMilliseconds(50) }, new KeptRows());
        var source = rig.Source("numbers", 4_000);
        var picky = rig.Rejecting("picky", () => new ScriptedSink((batch, _) =>
        {
            kept.Keep(batch);
            return ValueTask.FromResult(Outcome.Partly([new(batch, 0, 1, "first", true)]));
        }), Rig.From(source));
        rig.Sink("dead", () => ScriptedSink.Answering(Outcome.RetryAfter(TimeSpan.Zero, "gone")), Rig.From(picky, WhenFull.DropNewest, batches: 2));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await kept.WaitForAsync(4_000);
            pipeline.Stop();
        });
        Assert.Equal((4_000, 400), (ledger.Of("picky").Out, ledger.Between("picky", "dead").In));
        Assert.True(ledger.Between("picky", "dead").Dropped[DropReason.Full] >= 390);
    }

    [Fact]
    public async Task What_is_refused_again_by_the_dead_letter_end_names_that_one()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 30);
        var first = rig.Rejecting("first", () => ScriptedSink.Answering(Outcome.Failed("one")), Rig.From(source));
        var second = rig.Rejecting("second", () => ScriptedSink.Answering(Outcome.Failed("two")), Rig.From(first));
        rig.Sink("dead", Dead, Rig.From(second));

        await rig.RunAsync();
        Assert.Equal(30, _dead.Count);
        Assert.All(_dead, row => Assert.Equal(("second", "two", "some text"), (row.By, row.Reason, row.Text)));
    }

    [Fact]
    public async Task A_transform_may_take_them_and_another_sink_delivers_what_it_makes()
    {
        var (rig, kept) = (new Rig(), new KeptRows());
        var source = rig.Source("numbers", 100);
        var picky = rig.Rejecting("picky", () => ScriptedSink.Answering(Outcome.Failed("no")), Rig.From(source));
        var even = rig.Transform("even", () => new ScriptedTransform(ScriptedTransform.KeepEven), Rig.From(picky));
        rig.Sink("kept", () => kept.Sink(), Rig.From(even));

        await rig.RunAsync();
        Assert.Equal(50, kept.Distinct);
    }

    [Fact]
    public async Task Rows_for_which_there_is_no_memory_are_lost_and_counted()
    {
        var rig = new Rig { Arena = new Arena(64 << 10) };
        var blocks = new List<Block>();
        var source = rig.Source("numbers", 20, batch: 20);
        var picky = rig.Rejecting("picky", () => new ScriptedSink((batch, _) =>
        {
            while (rig.Arena.TryRent(1, out var block))
                blocks.Add(block);
            return ValueTask.FromResult(Outcome.Partly([new(batch, 3, 2, "odd", true)]));
        }), Rig.From(source));
        rig.Sink("dead", Dead, Rig.From(picky));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("picky").Out > 0);
            blocks.ForEach(b => b.Release());
        });
        Assert.Equal((18, 2), (ledger.Of("picky").Out, ledger.Of("picky").Dropped[DropReason.Memory]));
    }

    private static void Keep(KeptRows kept, RecordBatch batch, RefusedRows[] refused)
    {
        for (var row = 0; row < batch.Rows; row++)
            if (!refused.Any(r => row >= r.Row && row < r.Row + r.Rows))
            {
                var one = batch.Slice(row, 1);
                kept.Keep(one);
                one.Release();
            }
    }

    private ScriptedSink Dead() => new((batch, _) =>
    {
        var (by, reason) = (batch.Schema.Ordinal("rejected_by"), batch.Schema.Ordinal("reject_reason"));
        for (var row = 0; row < batch.Rows; row++)
            _dead.Enqueue((batch.Column<ulong>(0)[row], batch.Sequence(row), Text(2, row), Text(by, row), Text(reason, row)));
        return ValueTask.FromResult(Outcome.Delivered);

        string Text(int column, int row) => Encoding.UTF8.GetString(batch.Text(column, row));
    });
}
