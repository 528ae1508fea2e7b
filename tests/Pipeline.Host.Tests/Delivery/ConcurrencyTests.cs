using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>Several writes of one sink at once.</summary>
public sealed class ConcurrencyTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task As_many_are_under_way_as_go_well_and_never_more_than_the_sink_takes()
    {
        var (rig, kept) = (new Rig(), new KeptRows());
        var sink = new ConcurrentSink(8, async (batch, cancel) =>
        {
            await Task.Delay(Moment, cancel);
            kept.Keep(batch);
            return Outcome.Delivered;
        });
        var source = rig.Source("numbers", 4_000);
        rig.Sink("sink", () => sink, Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((4_000, 4_000), (ledger.Of("sink").Out, kept.Distinct));
        Assert.InRange(sink.Peak, 2, 8);
    }

    [Fact]
    public async Task The_user_may_say_how_many()
    {
        var rig = new Rig();
        var sink = new ConcurrentSink(8, async (_, cancel) =>
        {
            await Task.Delay(Moment, cancel);
            return Outcome.Delivered;
        });
        var source = rig.Source("numbers", 1_000);
        rig.Sink("sink", () => sink, plan => plan with { MostWrites = 2 }, Rig.From(source));

        await rig.RunAsync();
        Assert.InRange(sink.Peak, 1, 2);
    }

    [Fact]
    public async Task One_that_hangs_stops_no_other()
    {
        var (rig, kept, go, calls) = (new Rig(), new KeptRows(), new TaskCompletionSource(), 0);
        var source = rig.Source("numbers", 1_000);
        rig.Sink(
            "sink",
            () => new ConcurrentSink(4, async (batch, _) =>
            {
                // The very first one, when the host does not know yet how long one takes.
                if (Interlocked.Increment(ref calls) == 1)
                    await go.Task;
                kept.Keep(batch);
                return Outcome.Delivered;
            }),
            Rig.From(source));

        await rig.RunAsync(async _ =>
        {
            await kept.WaitForAsync(990);
            go.SetResult();
        });
        Assert.Equal(1_000, kept.Distinct);
    }

    [Fact]
    public async Task A_throw_waits_for_the_others_before_the_instance_is_replaced()
    {
        var (rig, kept) = (new Rig(), new KeptRows());
        var sinks = new List<ConcurrentSink>();
        var source = rig.Source("numbers", 4_000);
        rig.Sink(
            "sink",
            () =>
            {
                var calls = 0;
                // The double itself throws where it is disposed under a write.
                var sink = new ConcurrentSink(8, async (batch, _) =>
                {
                    var call = Interlocked.Increment(ref calls);
                    await Task.Delay(1 + call % 5, CancellationToken.None);
                    if (call % 90 == 60)
                        throw new InvalidOperationException("told to");
                    kept.Keep(batch);
                    return Outcome.Delivered;
                });
                sinks.Add(sink);
                return sink;
            },
            Rig.From(source));

        var ledger = await rig.RunAsync();
        var entry = ledger.Of("sink");
        Assert.True(entry.Restarts > 0);
        Assert.Equal((entry.Out, 4_000 - entry.Out), (kept.Distinct, entry.Dropped[DropReason.Exception]));
        Assert.Equal(entry.Restarts * 10, entry.Dropped[DropReason.Exception]);
        Assert.All(sinks, s => Assert.True(s.IsDisposed));
    }

    [Fact]
    public async Task All_that_wait_while_the_other_end_is_gone_wait_for_one_probe()
    {
        var (rig, kept, calls, well, gone, peak, tries) = (new Rig(), new KeptRows(), 0, 0, 0, 0, 0);
        var source = rig.Source("numbers", 3_000);
        rig.Sink(
            "sink",
            () => new ConcurrentSink(8, async (batch, _) =>
            {
                Interlocked.Increment(ref well);
                if (Interlocked.Increment(ref calls) <= 100 || Volatile.Read(ref tries) >= 60)
                {
                    await Task.Delay(2, CancellationToken.None);
                    kept.Keep(batch);
                    Interlocked.Decrement(ref well);
                    return Outcome.Delivered;
                }

                Interlocked.Decrement(ref well);
                var now = Interlocked.Increment(ref gone);
                await Task.Delay(2, CancellationToken.None);
                // A write that began before and ends later would say that it is back.
                await Until.TrueAsync(() => Volatile.Read(ref well) == 0);
                Interlocked.Decrement(ref gone);
                // Those under way when it went, and the failures it takes; from then on one at a time.
                if (Interlocked.Increment(ref tries) > 30)
                    peak = Math.Max(peak, now);
                return Outcome.RetryAfter(TimeSpan.Zero, "gone");
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((3_000, 3_000), (ledger.Of("sink").Out, kept.Distinct));
        Assert.Equal(1, peak);
    }

    [Fact]
    public async Task Throttling_lowers_how_many_and_opens_nothing()
    {
        var (rig, kept, calls) = (new Rig(), new KeptRows(), 0);
        var source = rig.Source("numbers", 2_000);
        rig.Sink(
            "sink",
            () => new ConcurrentSink(8, async (batch, _) =>
            {
                await Task.Delay(1, CancellationToken.None);
                if (Interlocked.Increment(ref calls) % 4 == 0)
                    return Outcome.Throttled(calls % 8 == 0 ? TimeSpan.FromMilliseconds(2) : TimeSpan.Zero, "too_many");
                kept.Keep(batch);
                return Outcome.Delivered;
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((2_000, 2_000), (ledger.Of("sink").Out, kept.Distinct));
        Assert.True(ledger.Of("sink").Retried > 0);
        Assert.Empty(rig.Log.Lines);
    }

    [Fact]
    public async Task No_flush_is_called_while_a_write_is_under_way()
    {
        var (rig, flushes) = (new Rig(), new List<bool>());
        var source = rig.Source("numbers", () => ScriptedSource.Counting(400, pause: TimeSpan.FromMilliseconds(15)));
        rig.Sink("sink", () => new GatheringConcurrent(flushes), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((400, 0), (ledger.Of("sink").Out, ledger.Of("sink").Restarts));
        Assert.True(flushes[^1]);
        Assert.True(flushes.Count > 1);
    }

    [Fact]
    public async Task Writes_under_way_have_until_the_deadline()
    {
        var rig = new Rig { StopDeadline = TimeSpan.FromMilliseconds(100) };
        var source = rig.Source("numbers", long.MaxValue);
        var begun = 0;
        rig.Sink(
            "sink",
            () => new ConcurrentSink(4, async (_, cancel) =>
            {
                Interlocked.Increment(ref begun);
                await Task.Delay(Timeout.Infinite, cancel);
                return Outcome.Delivered;
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => Volatile.Read(ref begun) == 4);
            pipeline.Stop();
        });
        Assert.Equal(0, ledger.Of("sink").Out);
        Assert.True(ledger.Of("sink").Dropped[DropReason.Deadline] >= 40);
    }

    private sealed class GatheringConcurrent(List<bool> flushes) : ISink, IConcurrentSink, IGathering
    {
        private int _writing;
        private int _flushing;

        public int MostWrites => 4;

        public TimeSpan? Patience => TimeSpan.FromMilliseconds(1);

        public void Bind(IReadOnlyList<TableSchema> inputs)
        {
        }

        public async ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
        {
            Interlocked.Increment(ref _writing);
            await Task.Delay(3, CancellationToken.None);
            if (Volatile.Read(ref _flushing) > 0)
                throw new InvalidOperationException("written to during a flush");
            Interlocked.Decrement(ref _writing);
            return Outcome.Delivered;
        }

        public async ValueTask FlushAsync(bool isLast, CancellationToken cancel)
        {
            Interlocked.Increment(ref _flushing);
            if (Volatile.Read(ref _writing) > 0)
                throw new InvalidOperationException("flushed during a write");
            flushes.Add(isLast);
            await Task.Delay(1, CancellationToken.None);
            Interlocked.Decrement(ref _flushing);
        }
    }
}
