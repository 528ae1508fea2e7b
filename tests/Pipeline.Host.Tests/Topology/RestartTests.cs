using Pipeline.Host.Ledger;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>Plugins that throw while they run.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_source_that_throws_is_built_anew_under_a_new_epoch_and_what_it_had_emitted_goes_on()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var runs = 0;
        var source = rig.Source("numbers", () => new ScriptedSource((emitter, _) =>
        {
            ScriptedSource.Emit(emitter, 0, 10);
            return ++runs < 3 ? throw new InvalidOperationException("told to") : Task.CompletedTask;
        }));
        rig.Sink("kept", () => kept.Sink(), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((2, 30), (ledger.Of("numbers").Restarts, ledger.Of("numbers").Out));
        Assert.Equal((30, 30), (kept.Count, kept.Distinct));
        Assert.Contains(rig.Log.Lines, line => line.Contains("numbers threw in RunAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transform_that_throws_loses_the_batch_at_hand_and_voids_what_it_emitted_and_told()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var source = rig.Source("numbers", 100);
        var picky = rig.Transform(
            "picky",
            () => new ScriptedTransform((batch, emitter) =>
            {
                ScriptedTransform.Pass(batch, emitter);
                emitter.Tally.Filter(5);
                emitter.Tally.Drop("whim", 7);
                if (batch.FirstSequence == 50)
                    throw new InvalidOperationException("no fifties");
                emitter.Tally.Clear();
            }),
            Rig.From(source));
        rig.Sink("kept", () => kept.Sink(), Rig.From(picky));

        var ledger = await rig.RunAsync();
        var entry = ledger.Of("picky");
        Assert.Equal((100, 90, 0, 1), (entry.In, entry.Out, entry.Filtered, entry.Restarts));
        Assert.Equal([KeyValuePair.Create(DropReason.Exception, 10L)], entry.Dropped);
        Assert.Equal(90, kept.Distinct);
    }

    [Fact]
    public async Task Rows_that_a_broken_transform_kept_are_lost_with_it()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 100);
        var delaying = rig.Transform("delaying", () => new DelayingTransform(true, TimeSpan.FromHours(1), throwAt: 4), Rig.From(source));
        rig.Sink("kept", () => ScriptedSink.Null, Rig.From(delaying));

        var ledger = await rig.RunAsync();
        // Batches 1 to 3 were kept, the 4th threw; so again for the two instances after it; the last one flushes its two.
        Assert.Equal((2, 80, 20), (ledger.Of("delaying").Restarts, ledger.Of("delaying").Dropped[DropReason.Exception], ledger.Of("delaying").Out));
    }

    [Fact]
    public async Task A_transform_that_throws_when_flushed_is_replaced_and_its_rows_counted()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 100);
        var broken = rig.Transform("broken", () => new BrokenFlush(), Rig.From(source));
        rig.Sink("kept", () => ScriptedSink.Null, Rig.From(broken));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("numbers").Out == 100 && pipeline.Snapshot().Of("broken").Restarts > 0);
            pipeline.Stop();
        });
        Assert.Equal((100, 100), (ledger.Of("broken").In, ledger.Of("broken").Dropped[DropReason.Exception]));
    }

    [Fact]
    public async Task A_sink_that_throws_loses_that_batch_only()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var disposed = 0;
        var source = rig.Source("numbers", 100);
        rig.Sink("kept", () => new FragileSink(kept, () => disposed++), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((90, 10, 1, 90), (ledger.Of("kept").Out, ledger.Of("kept").Dropped[DropReason.Exception], ledger.Of("kept").Restarts, kept.Distinct));
        Assert.Equal(2, disposed);
    }

    [Fact]
    public async Task An_instance_that_cannot_be_built_again_is_tried_until_it_can()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var built = 0;
        var source = rig.Source("numbers", 100);
        rig.Sink(
            "kept",
            () => ++built is 2 or 3 ? throw new InvalidOperationException("not yet") : new FragileSink(kept, () => { }),
            Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((4, 3, 90), (built, ledger.Of("kept").Restarts, kept.Distinct));
    }

    [Fact]
    public async Task An_instance_whose_bind_throws_on_the_way_back_is_disposed()
    {
        var rig = new Rig();
        var (built, disposed) = (0, 0);
        var source = rig.Source("numbers", 100);
        rig.Sink("sink", () => ++built == 2 ? new UnboundSink(() => disposed++) : new FragileSink(new KeptRows(), () => disposed++), Rig.From(source));

        await rig.RunAsync();
        Assert.Equal((3, 3), (built, disposed));
    }

    [Fact]
    public async Task Neighbours_of_a_plugin_that_always_throws_never_notice()
    {
        var rig = new Rig();
        var kept = new KeptRows();
        var source = rig.Source("numbers", 2_000);
        rig.Sink("broken", () => new ScriptedSink((_, _) => throw new InvalidOperationException("always")), Rig.From(source, WhenFull.DropNewest, batches: 1));
        var broken = rig.Transform(
            "throwing",
            () => new ScriptedTransform((_, _) => throw new InvalidOperationException("always")),
            Rig.From(source, WhenFull.DropOldest, batches: 1));
        rig.Sink("after", () => ScriptedSink.Null, Rig.From(broken));
        rig.Sink("kept", () => kept.Sink(), Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await kept.WaitForAsync(2_000);
            await Until.TrueAsync(() => pipeline.Snapshot().Of("broken").Restarts > 0);
            pipeline.Stop();
        });
        Assert.Equal(2_000, kept.Distinct);
        Assert.Equal(0, ledger.Of("after").In);
    }

    [Fact]
    public async Task A_plugin_that_throws_in_dispose_is_logged_and_harms_nobody()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 100);
        rig.Sink("sink", () => new FragileSink(new KeptRows(), () => throw new InvalidOperationException("not even this")), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal(90, ledger.Of("sink").Out);
        Assert.Equal(2, rig.Log.Lines.Count(line => line.Contains("sink threw in Dispose", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_source_without_a_task_is_a_source_that_threw()
    {
        var rig = new Rig();
        var runs = 0;
        rig.Source("none", () => new ScriptedSource((_, _) => ++runs < 2 ? null! : Task.CompletedTask));

        Assert.Equal(1, (await rig.RunAsync()).Of("none").Restarts);
    }

    private sealed class FragileSink(KeptRows kept, Action disposed) : ISink, IDisposable
    {
        public void Bind(IReadOnlyList<TableSchema> inputs)
        {
        }

        public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
        {
            if (batch.FirstSequence == 30)
                throw new InvalidOperationException("no thirties");
            kept.Keep(batch);
            return ValueTask.FromResult(Outcome.Delivered);
        }

        public void Dispose() => disposed();
    }

    private sealed class UnboundSink(Action disposed) : ISink, IAsyncDisposable
    {
        public void Bind(IReadOnlyList<TableSchema> inputs) => throw new InvalidOperationException("not bound");

        public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel) => throw new InvalidOperationException("never bound");

        public ValueTask DisposeAsync()
        {
            disposed();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class BrokenFlush : ITransform, IFlushing
    {
        public TimeSpan FlushInterval => TimeSpan.FromMilliseconds(10);

        public bool SettlesWhenAbsorbed => true;

        public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs) => inputs;

        public void Process(RecordBatch batch, IEmitter emitter) => emitter.Tally.Hold(batch.Rows);

        public void Flush(IEmitter emitter) => throw new InvalidOperationException("never");
    }
}
