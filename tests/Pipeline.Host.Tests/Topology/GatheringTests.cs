using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Topology;

/// <summary>When a sink that gathers is told that no more batches come.</summary>
public sealed class GatheringTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_sink_without_patience_is_flushed_once_at_the_end()
    {
        var flushes = new List<bool>();
        var rig = new Rig();
        var source = rig.Source("numbers", () => ScriptedSource.Counting(50, pause: Moment));
        rig.Sink("sink", () => new GatheringSink(null, (isLast, _) => Add(flushes, isLast)), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal([true], flushes);
        Assert.Equal(50, ledger.Of("sink").Out);
    }

    [Fact]
    public async Task A_sink_that_ran_out_of_patience_is_flushed_and_gets_what_comes_later()
    {
        var flushes = new List<bool>();
        var rig = new Rig();
        var source = rig.Source("numbers", () => new ScriptedSource(async (emitter, _) =>
        {
            ScriptedSource.Emit(emitter, 0, 10);
            await emitter.FlushAsync();
            await Until.TrueAsync(() => flushes.Count >= 2);
            ScriptedSource.Emit(emitter, 10, 10);
            await emitter.FlushAsync();
        }));
        rig.Sink("sink", () => new GatheringSink(Moment, (isLast, _) => Add(flushes, isLast)), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.All(flushes[..^1], Assert.False);
        Assert.True(flushes[^1]);
        Assert.Equal(20, ledger.Of("sink").Out);
    }

    [Fact]
    public async Task No_patience_at_all_flushes_between_batches_and_never_during_a_write()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 1_000, batch: 1);
        rig.Sink("sink", () => new GatheringSink(TimeSpan.Zero, async (_, _) => await Task.Yield(), async () =>
        {
            await Task.Yield();
            return Outcome.Delivered;
        }), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((1_000, 0), (ledger.Of("sink").Out, ledger.Of("sink").Restarts));
    }

    [Fact]
    public async Task A_flush_that_throws_has_the_instance_replaced_and_loses_no_count()
    {
        var sinks = new List<GatheringSink>();
        var rig = new Rig();
        var source = rig.Source("numbers", () => new ScriptedSource(async (emitter, _) =>
        {
            ScriptedSource.Emit(emitter, 0, 10);
            await emitter.FlushAsync();
            await Until.TrueAsync(() => sinks.Count == 2);
            ScriptedSource.Emit(emitter, 10, 90);
        }));
        rig.Sink(
            "sink",
            () =>
            {
                var isFirst = sinks.Count == 0;
                sinks.Add(new GatheringSink(Moment, (_, _) => isFirst ? throw new InvalidOperationException("no") : ValueTask.CompletedTask));
                return sinks[^1];
            },
            Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((100, 1, 2), (ledger.Of("sink").Out, ledger.Of("sink").Restarts, sinks.Count));
        Assert.All(sinks, sink => Assert.True(sink.IsDisposed));
        Assert.Contains(rig.Log.Lines, line => line.Contains("sink threw in FlushAsync; it is replaced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reader_that_has_gone_ends_the_run_from_a_flush_too()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", () => new ScriptedSource(async (emitter, stop) =>
        {
            ScriptedSource.Emit(emitter, 0, 10);
            await emitter.FlushAsync();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }));
        var written = false;
        rig.Sink(
            "sink",
            () => new GatheringSink(Moment, (_, _) => written ? throw new OutputClosedException() : ValueTask.CompletedTask, () =>
            {
                written = true;
                return ValueTask.FromResult(Outcome.Delivered);
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((10, 0), (ledger.Of("sink").Out, ledger.Of("sink").Restarts));
    }

    [Fact]
    public async Task A_flush_that_hangs_is_given_up_on_at_the_deadline()
    {
        var (rig, flushing) = (new Rig { StopDeadline = TimeSpan.FromMilliseconds(50) }, new TaskCompletionSource());
        var source = rig.Source("numbers", 10);
        rig.Sink("sink", () => new GatheringSink(null, async (_, cancel) =>
        {
            flushing.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        }), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await flushing.Task;
            pipeline.Stop();
        });
        Assert.Equal(10, ledger.Of("sink").Out);
        Assert.Contains(rig.Log.Lines, line => line.Contains("before sink had written what it gathered", StringComparison.Ordinal));
    }

    private static ValueTask Add(List<bool> flushes, bool isLast)
    {
        flushes.Add(isLast);
        return ValueTask.CompletedTask;
    }
}
