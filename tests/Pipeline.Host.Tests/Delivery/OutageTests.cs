using Pipeline.Host.Delivery;
using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>An other end that is gone for a while: how often it is tried, and what is said of it.</summary>
public sealed class OutageTests
{
    private readonly ManualTime _time = new();
    private int _writes;
    private volatile bool _isBack;

    [Fact]
    public async Task It_is_said_once_that_it_is_gone_once_a_minute_that_it_still_is_and_once_that_it_is_back()
    {
        var rig = Dead(out _);
        var ledger = await rig.RunAsync(async pipeline =>
        {
            await PassAsync(pipeline, TimeSpan.FromMinutes(10));
            var writes = Volatile.Read(ref _writes);
            // Back-off without jitter would make some 24; with it a few times as many, and never thousands.
            Assert.InRange(writes, 20, 400);
            _isBack = true;
            await PassAsync(pipeline, TimeSpan.FromMinutes(1));
            await Until.TrueAsync(() => pipeline.Components.All(c => c.Ended.IsCompleted));
        });
        Assert.Equal(100, ledger.Of("sink").Out);
        var lines = rig.Log.Lines.ToArray();
        Assert.StartsWith("Warning sink: the other end of sink is gone (refused): its rows wait and are tried again", lines[0], StringComparison.Ordinal);
        Assert.Matches("^Information sink: the other end of sink is back after [0-9]+m([0-9]+s)?; rows tried again meanwhile: [0-9]+", lines[^1]);
        Assert.InRange(lines.Length, 8, 13);
        Assert.All(lines[1..^1], l => Assert.Contains("is still gone after", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_whose_input_has_ended_says_what_it_waits_for()
    {
        var rig = Dead(out var deadline);
        await rig.RunAsync(async pipeline =>
        {
            // What is said in these minutes says so only if the source got to its end before them.
            await pipeline.Components[0].Ended;
            await PassAsync(pipeline, TimeSpan.FromMinutes(3));
            pipeline.Stop();
            await PassAsync(pipeline, deadline);
        });
        Assert.Contains(rig.Log.Lines, l => l.Contains("10 rows at hand wait; its inputs have ended, and the run waits for it", StringComparison.Ordinal)
            || l.Contains("rows at hand wait; its inputs have ended, and the run waits for it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_nothing_is_written_the_metrics_say_so_and_a_stop_tries_at_once()
    {
        var rig = Dead(out _);
        await rig.RunAsync(async pipeline =>
        {
            await PassAsync(pipeline, TimeSpan.FromMinutes(5));
            var figures = pipeline.Components[^1].ReadDelivery()!.Value;
            Assert.Equal((1, 0, 1, CircuitState.Open), (figures.Requests, figures.UnderWay, figures.Limit, figures.Circuit));
            _isBack = true;
            pipeline.Stop();
            await Until.TrueAsync(() => pipeline.Components.All(c => c.Ended.IsCompleted));
            Assert.Equal(CircuitState.Closed, pipeline.Components[^1].ReadDelivery()!.Value.Circuit);
        });
    }

    [Fact]
    public async Task An_end_that_comes_and_goes_fills_no_log()
    {
        var rig = new Rig { Time = _time, Retry = RetryPlan.Default };
        var source = rig.Source("numbers", 60, batch: 1);
        // Gone for a while between any two batches.
        rig.Sink("sink", () => new ScriptedSink((_, _) => ValueTask.FromResult(++_writes % 8 == 0 ? Outcome.Delivered : Outcome.RetryAfter(TimeSpan.Zero, "refused"))), Rig.From(source));
        await rig.RunAsync(async pipeline =>
        {
            while (!pipeline.Components[^1].Ended.IsCompleted)
                await PassAsync(pipeline, TimeSpan.FromSeconds(10));
        });
        var minutes = (_time.GetUtcNow() - new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)).TotalMinutes;
        Assert.True(rig.Log.Lines.Count() <= 2 * minutes + 4, $"{rig.Log.Lines.Count()} lines in {minutes} minutes");
    }

    [Fact]
    public async Task A_long_pause_that_the_other_end_asks_for_is_kept_and_told()
    {
        var rig = new Rig { Time = _time };
        var source = rig.Source("numbers", 100);
        rig.Sink(
            "sink",
            () => new ScriptedSink((_, _) => ValueTask.FromResult(++_writes == 1 ? Outcome.Throttled(TimeSpan.FromMinutes(5), "too_many_requests") : Outcome.Delivered)),
            Rig.From(source));
        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => Volatile.Read(ref _writes) == 1 && pipeline.Components[^1].ReadDelivery() is { UnderWay: 0 });
            await PassAsync(pipeline, TimeSpan.FromSeconds(299));
            Assert.Equal(1, _writes);
            while (!pipeline.Components[^1].Ended.IsCompleted)
                await PassAsync(pipeline, TimeSpan.FromSeconds(1));
        });
        Assert.Equal((100, 10), (ledger.Of("sink").Out, ledger.Of("sink").Retried));
        Assert.Contains(rig.Log.Lines, l => l.Contains("wants less (too_many_requests): nothing is written to it for 5m", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_left_at_the_deadline_are_abandoned_and_counted()
    {
        var settled = new SettledAccounts();
        var rig = new Rig { StopDeadline = TimeSpan.FromMilliseconds(100) };
        var source = rig.Source("numbers", () => ScriptedSource.Counting(100, owner: settled));
        rig.Sink("sink", () => ScriptedSink.Answering(Outcome.RetryAfter(TimeSpan.Zero, "refused")), Rig.From(source));
        var ledger = await rig.RunAsync(async pipeline =>
        {
            await pipeline.Components[0].Ended;
            pipeline.Stop();
        });
        Assert.Equal(10, settled.Outcomes.Count);
        Assert.All(settled.Outcomes.Values, o => Assert.Equal(Settlement.Abandoned, o));
        Assert.Equal(100, ledger.Of("sink").Dropped.GetValueOrDefault(DropReason.Deadline) + ledger.Between("numbers", "sink").Dropped.GetValueOrDefault(DropReason.Deadline));
    }

    private Rig Dead(out TimeSpan deadline)
    {
        deadline = TimeSpan.FromSeconds(10);
        var rig = new Rig { Time = _time, Retry = RetryPlan.Default, StopDeadline = deadline };
        var source = rig.Source("numbers", 100);
        rig.Sink(
            "sink",
            () => new ScriptedSink((_, _) =>
            {
                Interlocked.Increment(ref _writes);
                return ValueTask.FromResult(_isBack ? Outcome.Delivered : Outcome.RetryAfter(TimeSpan.Zero, "refused"));
            }),
            Rig.From(source));
        return rig;
    }

    // In steps, between which those who were woken come to wait again, or end. From when there is somebody who waits: for the next try, and to remind of it.
    private async Task PassAsync(RunningPipeline pipeline, TimeSpan span)
    {
        var waiting = 2;
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(1))
        {
            await Until.TrueAsync(() => _time.Waiting >= waiting || pipeline.Components.All(c => c.Ended.IsCompleted));
            waiting = _time.Waiting;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Until.TrueAsync(() => _time.Waiting >= waiting || pipeline.Components.All(c => c.Ended.IsCompleted));
    }
}
