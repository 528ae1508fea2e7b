using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Topology;

/// <summary>What the host makes of a sink's answers.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public async Task A_batch_to_retry_is_offered_again_until_it_is_delivered()
    {
        var offered = new List<ulong>();
        var rig = new Rig();
        var source = rig.Source("numbers", 20);
        var retries = 2;
        rig.Sink(
            "sink",
            () => new ScriptedSink((batch, _) =>
            {
                offered.Add(batch.FirstSequence);
                return ValueTask.FromResult(retries-- > 0 ? Outcome.RetryAfter(TimeSpan.Zero, "busy") : Outcome.Delivered);
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal([0UL, 0UL, 0UL, 10UL], offered);
        Assert.Equal((20, 0), (ledger.Of("sink").Out, ledger.Of("sink").Restarts));
        Assert.Empty(ledger.Of("sink").Dropped);
    }

    [Fact]
    public async Task Rejected_rows_are_dropped_and_the_others_delivered()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 30);
        rig.Sink("sink", () => ScriptedSink.Answering(Outcome.Rejected(3, "too_long"), Outcome.Delivered), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((27, 3), (ledger.Of("sink").Out, ledger.Of("sink").Dropped["too_long"]));
    }

    [Theory]
    [InlineData(-5, 10, 0)]
    [InlineData(99, 0, 10)]
    public async Task Impossible_numbers_of_rejected_rows_are_cut_to_what_there_was(int rejected, long delivered, long dropped)
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 10);
        rig.Sink("sink", () => ScriptedSink.Answering(Outcome.Rejected(rejected, "odd")), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((delivered, dropped), (ledger.Of("sink").Out, ledger.Of("sink").Dropped.GetValueOrDefault("odd")));
    }

    [Fact]
    public async Task A_batch_that_failed_for_good_is_dropped_by_its_reason()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 30);
        rig.Sink("sink", () => ScriptedSink.Answering(Outcome.Failed("unauthorized"), Outcome.Delivered), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((20, 10), (ledger.Of("sink").Out, ledger.Of("sink").Dropped["unauthorized"]));
    }

    [Fact]
    public async Task A_wait_that_no_timer_can_take_ends_with_the_deadline()
    {
        var rig = new Rig { StopDeadline = TimeSpan.FromMilliseconds(100) };
        var source = rig.Source("numbers", 10);
        var asked = new TaskCompletionSource();
        rig.Sink(
            "sink",
            () => new ScriptedSink((_, _) =>
            {
                asked.TrySetResult();
                return ValueTask.FromResult(Outcome.RetryAfter(TimeSpan.MaxValue, "later"));
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await asked.Task;
            pipeline.Stop();
        });
        Assert.Equal(10, ledger.Of("sink").Dropped[DropReason.Deadline]);
    }

    [Fact]
    public async Task A_closed_output_stops_the_pipeline_in_order_and_without_complaint()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", long.MaxValue);
        rig.Sink("sink", () => new ScriptedSink((batch, _) => batch.FirstSequence == 50 ? throw new OutputClosedException() : ValueTask.FromResult(Outcome.Delivered)), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((50, 0), (ledger.Of("sink").Out, ledger.Of("sink").Restarts));
        Assert.Equal(ledger.Of("sink").In - 50, ledger.Of("sink").Dropped[DropReason.Closed]);
        Assert.Empty(rig.Log.Lines);
    }
}
