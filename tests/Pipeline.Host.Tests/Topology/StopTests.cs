using System.Collections.Concurrent;
using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Topology;

/// <summary>The end of a run: in order, at the deadline, at once.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task An_orderly_stop_lets_every_row_through()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        long made = 0;
        var source = rig.Source("numbers", () => ScriptedSource.Counting(long.MaxValue, made: rows => made += rows));
        var delaying = rig.Transform("delaying", () => new DelayingTransform(true, TimeSpan.FromMilliseconds(20)), Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(delaying));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await kept.WaitForAsync(1_000);
            pipeline.Stop();
        });
        Assert.Equal((made, made, made), (ledger.Of("numbers").Created, ledger.Of("kept").Out, kept.Distinct));
        Assert.All(ledger.Components, c => Assert.Empty(c.Dropped));
    }

    [Fact]
    public async Task What_is_left_at_the_deadline_is_counted_as_such()
    {
        var rig = new Rig { StopDeadline = TimeSpan.FromMilliseconds(100) };
        var kept = new KeptRows();
        const int rows = 2_500;
        var source = rig.Source("numbers", rows);
        rig.Sink("slow", () => kept.Sink(TimeSpan.FromMilliseconds(50)), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("numbers").Out == rows && kept.Count > 0);
            pipeline.Stop();
        });
        var lost = ledger.Of("slow").Dropped.GetValueOrDefault(DropReason.Deadline) + ledger.Between("numbers", "slow").Dropped.GetValueOrDefault(DropReason.Deadline);
        Assert.Equal((kept.Count, rows - kept.Count), (ledger.Of("slow").Out, lost));
        Assert.True(lost > 0);
    }

    [Fact]
    public async Task A_second_stop_does_not_wait_for_the_deadline()
    {
        var rig = new Rig { StopDeadline = TimeSpan.FromHours(1) };
        var writing = new TaskCompletionSource();
        var source = rig.Source("numbers", long.MaxValue);
        rig.Sink(
            "stuck",
            () => new ScriptedSink(async (_, cancel) =>
            {
                writing.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancel);
                return Outcome.Delivered;
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await writing.Task;
            pipeline.Stop();
            pipeline.StopAtOnce();
        });
        Assert.Equal(0, ledger.Of("stuck").Out);
        Assert.True(ledger.Of("stuck").Dropped[DropReason.Deadline] >= 10);
    }

    [Fact]
    public async Task Rows_that_a_transform_still_keeps_at_the_deadline_are_counted()
    {
        var rig = new Rig { StopDeadline = TimeSpan.Zero };
        var source = rig.Source("numbers", long.MaxValue);
        var delaying = rig.Transform("delaying", () => new DelayingTransform(true, TimeSpan.FromHours(1)), Rig.From(source));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(delaying));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("delaying").InFlight >= 100);
            pipeline.StopAtOnce();
        });
        Assert.True(ledger.Of("delaying").Dropped[DropReason.Deadline] >= 100);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("transform")]
    [InlineData("flush")]
    [InlineData("sink")]
    [InlineData("sink that blocks")]
    public async Task A_component_that_hangs_is_given_up_on_and_the_books_are_closed(string which)
    {
        var rig = new Rig { Ends = false, StopDeadline = TimeSpan.FromMilliseconds(50) };
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = rig.Source("source", () => which == "source"
            ? new ScriptedSource(async (emitter, _) =>
            {
                ScriptedSource.Emit(emitter, 0, 10);
                await emitter.FlushAsync();
                hanging.SetResult();
                await rig.Released;
                ScriptedSource.Emit(emitter, 10, 10);
            })
            : ScriptedSource.Counting(100));
        var transform = rig.Transform(
            "transform",
            () => which == "flush"
                ? new HangingFlush(Hang)
                : new ScriptedTransform((batch, emitter) =>
                {
                    if (which == "transform")
                        Hang();
                    ScriptedTransform.Pass(batch, emitter);
                }),
            Rig.From(source));
        rig.Sink(
            "sink",
            () => new ScriptedSink(async (_, _) =>
            {
                if (which == "sink that blocks")
                    Hang();
                if (which == "sink")
                {
                    hanging.TrySetResult();
                    await rig.Released;
                }

                return Outcome.Delivered;
            }),
            Rig.From(transform));

        await rig.RunAsync(async pipeline =>
        {
            await hanging.Task;
            pipeline.Stop();
        });
        Assert.Contains(rig.Log.Lines, line => line.Contains("not every component ended", StringComparison.Ordinal));

        void Hang()
        {
            hanging.TrySetResult();
            rig.BlockUntilReleased();
        }
    }

    [Fact]
    public async Task Callbacks_on_the_stop_that_throw_or_block_stop_nothing_else()
    {
        var rig = new Rig { StopDeadline = TimeSpan.FromMilliseconds(200), Ends = false };
        var kept = new KeptRows();
        var source = rig.Source("bad", () => new ScriptedSource(async (emitter, stop) =>
        {
            using var first = stop.Register(() => throw new InvalidOperationException("not now"));
            using var second = stop.Register(rig.BlockUntilReleased);
            ScriptedSource.Emit(emitter, 0, 10);
            await emitter.FlushAsync();
            await rig.Released;
        }));
        rig.Sink("kept", () => kept.Sink(), Rig.From(source));

        await rig.RunAsync(async pipeline =>
        {
            await kept.WaitForAsync(10);
            pipeline.Stop();
        });
        Assert.Equal(10, kept.Count);
    }

    [Fact]
    public async Task A_callback_on_the_deadline_that_throws_does_not_take_the_host_down()
    {
        var rig = new Rig { StopDeadline = TimeSpan.FromMilliseconds(50) };
        var writing = new TaskCompletionSource();
        var source = rig.Source("numbers", 10);
        rig.Sink(
            "bad",
            () => new ScriptedSink(async (_, cancel) =>
            {
                var cancelled = new TaskCompletionSource();
                // The last one registered is called first.
                using var second = cancel.Register(cancelled.SetCanceled);
                using var first = cancel.Register(() => throw new InvalidOperationException("not now"));
                writing.SetResult();
                await cancelled.Task;
                return Outcome.Delivered;
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await writing.Task;
            pipeline.Stop();
        });
        Assert.Equal(10, ledger.Of("bad").Dropped[DropReason.Deadline]);
        await Until.TrueAsync(() => rig.Log.Lines.Any(line => line.Contains("threw when it was told to stop", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pipeline_that_is_stopped_before_it_runs_ends()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", long.MaxValue);
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(source));
        await rig.RunAsync(pipeline =>
        {
            pipeline.Stop();
            pipeline.Stop();
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task What_a_kernel_source_that_hangs_had_read_and_left_in_its_ring_is_lost_to_the_deadline()
    {
        var rig = new Rig { StopDeadline = TimeSpan.FromMilliseconds(200), Ends = false };
        var program = new ProgramStatus("p", "v", "h", "tp", ProgramState.Attached);
        var source = rig.Source(
            "kernel",
            () => new KernelDouble(program, KernelDouble.Accounts(submitted: 20, filtered: 2, inRing: 3), async (emitter, _) =>
            {
                ScriptedSource.Emit(emitter, 0, 5);
                await emitter.FlushAsync();
                rig.BlockUntilReleased();
            }));
        rig.Sink("sink", () => new KeptRows().Sink(), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("sink").Out == 5);
            pipeline.Stop();
        });

        var entry = ledger.Of("kernel");
        Assert.Equal((20, 5, 15, 0), (entry.Created, entry.Out, entry.Dropped["deadline"], entry.Kernel!.InRing));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Each_worker_is_told_once_that_its_inputs_have_ended_before_its_last_flush(int workers)
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var source = rig.Source("numbers", 1_000);
        var told = new ConcurrentBag<string>();
        var finishing = rig.Workers("finishing", workers, () => new Finishing(told), Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(finishing));

        var ledger = await rig.RunAsync();
        Assert.Equal(1_000 + workers, kept.Count);
        Assert.Equal(1_000 + workers, ledger.Of("finishing").Out);
        Assert.Equal(Enumerable.Repeat("finish, flush", workers), told);
    }

    private sealed class Finishing(ConcurrentBag<string> told) : ITransform, IFlushing, IFinishing, IPartitioned, IDisposable
    {
        private string _calls = "";

        public TimeSpan FlushInterval => TimeSpan.FromHours(1);

        public bool SettlesWhenAbsorbed => true;

        public IReadOnlyList<string> PartitionBy => ["n"];

        public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs) => inputs;

        public void Process(RecordBatch batch, IEmitter emitter) => ScriptedTransform.Pass(batch, emitter);

        public void Finish(IEmitter emitter)
        {
            emitter.Emit(Numbers.Batch(emitter.Arena, 0, 1));
            emitter.Tally.Create(1);
            _calls += "finish";
        }

        public void Flush(IEmitter emitter) => _calls += ", flush";

        public void Dispose() => told.Add(_calls);
    }

    private sealed class HangingFlush(Action hang) : ITransform, IFlushing
    {
        public TimeSpan FlushInterval => TimeSpan.FromMilliseconds(5);

        public bool SettlesWhenAbsorbed => true;

        public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs) => inputs;

        public void Process(RecordBatch batch, IEmitter emitter) => ScriptedTransform.Pass(batch, emitter);

        public void Flush(IEmitter emitter) => hang();
    }
}
