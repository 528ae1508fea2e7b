using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>A sink that asks for fresh figures: what has arrived when the answer does, and who is not waited for.</summary>
public sealed class UpstreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task When_the_answer_comes_the_rows_of_a_reading_begun_after_the_question_have_been_written(int transforms)
    {
        var (rig, kept, source) = (new Rig(), new KeptRows(), new SampledSource());
        var last = rig.Source("figures", () => source);
        for (var i = 0; i < transforms; i++)
            last = rig.Transform($"pass{i}", () => ScriptedTransform.Passing, Rig.From(last));
        var sink = Slow(kept);
        rig.Sink("end", () => sink, Rig.From(last));
        await rig.RunAsync(async pipeline =>
        {
            for (var asked = 1; asked <= 40; asked++)
            {
                await sink.SampleAsync();
                Assert.Equal(asked * SampledSource.BatchesAReading, kept.Count);
            }

            pipeline.Stop();
        });
        Assert.Equal(40, source.Readings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_worker_in_between_is_waited_for(bool partitioned)
    {
        var (rig, kept, source) = (new Rig(), new KeptRows(), new SampledSource());
        var random = new Random(11);
        var shared = rig.Workers(
            "shared",
            4,
            () => new PartitionedTransform(
                (batch, emitter) =>
                {
                    int pause;
                    lock (random)
                        pause = random.Next(6);
                    Thread.Sleep(pause);
                    ScriptedTransform.Pass(batch, emitter);
                },
                partitioned ? ["key"] : []),
            Rig.From(rig.Source("figures", () => source)));
        var sink = Slow(kept);
        rig.Sink("end", () => sink, Rig.From(shared));
        await rig.RunAsync(async pipeline =>
        {
            for (var asked = 1; asked <= 40; asked++)
            {
                await sink.SampleAsync();
                Assert.Equal(asked * SampledSource.BatchesAReading, kept.Count);
            }

            pipeline.Stop();
        });
    }

    [Fact]
    public async Task Siblings_that_hang_are_not_waited_for()
    {
        var rig = new Rig { Ends = false, StopDeadline = TimeSpan.FromMilliseconds(50) };
        var (kept, source) = (new KeptRows(), new SampledSource());
        var figures = rig.Source("figures", () => source);
        var others = rig.Source("others", rows: 100);
        rig.Sink("hanging", () => new ScriptedSink(async (_, _) =>
        {
            await rig.Released;
            return Outcome.Delivered;
        }), Rig.From(figures, WhenFull.DropNewest, batches: 2), Rig.From(others, WhenFull.DropNewest, batches: 2));
        var aside = rig.Transform("aside", () => new ScriptedTransform((_, _) => rig.BlockUntilReleased()), Rig.From(figures, WhenFull.DropOldest, batches: 2));
        rig.Sink("below", () => ScriptedSink.Null, Rig.From(aside));
        var sink = Slow(kept);
        rig.Sink("end", () => sink, Rig.From(figures));
        await rig.RunAsync(async pipeline =>
        {
            for (var asked = 1; asked <= 10; asked++)
            {
                await sink.SampleAsync();
                Assert.Equal(asked * SampledSource.BatchesAReading, kept.Count);
            }

            pipeline.Stop();
        });
    }

    [Fact]
    public async Task Those_who_ask_during_a_reading_share_the_next_one()
    {
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var (rig, kept) = (new Rig(), new KeptRows());
        var source = new SampledSource
        {
            Reading = () =>
            {
                begun.Release();
                go.Wait();
            },
        };
        var sink = Slow(kept);
        rig.Sink("end", () => sink, Rig.From(rig.Source("figures", () => source)));
        await rig.RunAsync(async pipeline =>
        {
            var first = sink.SampleAsync();
            await begun.WaitAsync();
            var others = Enumerable.Range(0, 100).Select(_ => sink.SampleAsync()).ToArray();
            go.Release();
            await first;
            Assert.DoesNotContain(others, o => o.IsCompleted);
            go.Release();
            await Task.WhenAll(others);
            Assert.Equal((2, 2 * SampledSource.BatchesAReading), (source.Readings, kept.Count));
            pipeline.Stop();
        });
    }

    [Fact]
    public async Task Whoever_stops_waiting_disturbs_nobody()
    {
        using var write = new SemaphoreSlim(0);
        var (rig, kept, source) = (new Rig(), new KeptRows(), new SampledSource());
        var sink = new SamplingSink(async (batch, cancel) =>
        {
            await write.WaitAsync(cancel);
            kept.Keep(batch);
            return Outcome.Delivered;
        });
        rig.Sink("end", () => sink, Rig.From(rig.Source("figures", () => source)));
        await rig.RunAsync(async pipeline =>
        {
            using var patience = new CancellationTokenSource();
            var impatient = sink.SampleAsync(patience.Token);
            await Until.TrueAsync(() => source.Readings == 1);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
            var patient = sink.SampleAsync();
            write.Release(1000);
            await patient;
            Assert.Equal((2, 2 * SampledSource.BatchesAReading), (source.Readings, kept.Count));
            pipeline.Stop();
        });
    }

    [Fact]
    public async Task A_source_that_has_ended_has_nothing_more_to_tell()
    {
        var (rig, kept, source) = (new Rig(), new KeptRows(), new SampledSource(last: 2));
        var sink = Slow(kept);
        rig.Sink("end", () => sink, Rig.From(rig.Source("figures", () => source)), Rig.From(rig.Source("others", () => new ScriptedSource((_, stop) => Task.Delay(-1, stop)))));
        await rig.RunAsync(async pipeline =>
        {
            for (var i = 0; i < 10; i++)
                await sink.SampleAsync();
            pipeline.Stop();
        });
        Assert.Equal(2 * SampledSource.BatchesAReading, kept.Count);
    }

    [Fact]
    public async Task A_source_that_throws_is_told_of_and_the_others_answer()
    {
        var (rig, kept, source) = (new Rig(), new KeptRows(), new SampledSource());
        var sink = Slow(kept);
        rig.Sink("end", () => sink, Rig.From(rig.Source("figures", () => source)), Rig.From(rig.Source("rude", () => new RudeSource())));
        await rig.RunAsync(async pipeline =>
        {
            await sink.SampleAsync();
            Assert.Equal(SampledSource.BatchesAReading, kept.Count);
            pipeline.Stop();
        });
        Assert.Contains(rig.Log.Lines, l => l.Contains("rude threw when it was asked for fresh figures", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_instance_that_replaces_a_broken_one_may_ask_as_well()
    {
        var (rig, kept, source) = (new Rig(), new KeptRows(), new SampledSource());
        var broken = new SamplingSink((_, _) => throw new InvalidOperationException("once"));
        var sound = Slow(kept);
        var built = 0;
        rig.Sink("end", () => built++ == 0 ? broken : sound, Rig.From(rig.Source("figures", () => source)));
        await rig.RunAsync(async pipeline =>
        {
            await broken.SampleAsync();
            await sound.SampleAsync();
            Assert.Equal(2 * SampledSource.BatchesAReading - 1, kept.Count);
            pipeline.Stop();
        });
    }

    [Fact]
    public async Task A_sink_without_figures_above_it_is_answered_at_once()
    {
        var (rig, kept) = (new Rig(), new KeptRows());
        var sink = Slow(kept);
        rig.Sink("end", () => sink, Rig.From(rig.Source("numbers", rows: 10)));
        await rig.RunAsync(_ => sink.SampleAsync());
    }

    private static SamplingSink Slow(KeptRows kept) => new(async (batch, _) =>
    {
        await Task.Delay(1, CancellationToken.None);
        kept.Keep(batch);
        return Outcome.Delivered;
    });

    private sealed class RudeSource : ISource, ISampled
    {
        public IReadOnlyList<TableSchema> Tables { get; } = [Numbers.Table];

        public Task RunAsync(ISourceEmitter emitter, CancellationToken stop) => Task.Delay(-1, stop);

        public ValueTask SampleAsync(CancellationToken cancel) => throw new InvalidOperationException("not me");
    }
}
