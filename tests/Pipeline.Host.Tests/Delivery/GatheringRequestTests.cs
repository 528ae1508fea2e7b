using System.Collections.Concurrent;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>What a request of a sink that takes many batches holds, and when it goes.</summary>
public sealed class GatheringRequestTests
{
    private readonly ConcurrentQueue<(int Rows, int Batches, ulong[] Numbers)> _requests = new();

    [Fact]
    public async Task Batches_that_waited_while_a_write_was_under_way_go_together()
    {
        var rig = new Rig();
        var (writing, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var source = rig.Source("numbers", 100);
        rig.Sink(
            "sink",
            () => new BulkSink(BulkSink.Size(), async (batches, _) =>
            {
                Note(batches);
                if (writing.TrySetResult())
                    await go.Task;
                return Outcome.Delivered;
            }),
            Rig.From(source));

        var ledger = await rig.RunAsync(async pipeline =>
        {
            await writing.Task;
            await Until.TrueAsync(() => pipeline.Components[0].Ended.IsCompleted);
            go.SetResult();
        });
        Assert.Equal(100, ledger.Of("sink").Out);
        Assert.InRange(_requests.Count, 1, 2);
        Assert.Equal(Enumerable.Range(0, 100).Select(n => (ulong)n), _requests.SelectMany(r => r.Numbers));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(1)]
    public async Task No_request_holds_more_rows_than_it_may_and_large_batches_are_sliced(int rows)
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 1_000, batch: 33);
        rig.Sink("sink", () => Noting(BulkSink.Size(rows: rows)), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal(1_000, ledger.Of("sink").Out);
        Assert.All(_requests, r => Assert.InRange(r.Rows, 1, rows));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(n => (ulong)n), _requests.SelectMany(r => r.Numbers));
    }

    [Fact]
    public async Task No_request_holds_more_bytes_than_it_may_but_a_single_row_that_is_larger_goes_alone()
    {
        var rig = new Rig();
        // 8 bytes for each of two cells, 8 for the text's cell, and the text.
        const int RowBytes = 24 + 9;
        var source = rig.Source("numbers", 500, batch: 50);
        rig.Sink("fit", () => Noting(BulkSink.Size(bytes: 5 * RowBytes + 3)), Rig.From(source));
        rig.Sink("tight", () => new BulkSink(BulkSink.Size(bytes: 10), (batches, _) =>
        {
            Assert.Equal(1, batches.Sum(b => b.Rows));
            return ValueTask.FromResult(Outcome.Delivered);
        }), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((500, 500, 0), (ledger.Of("fit").Out, ledger.Of("tight").Out, ledger.Of("tight").Restarts));
        Assert.All(_requests, r => Assert.Equal(5, r.Rows));
    }

    [Fact]
    public async Task The_first_row_waits_for_others_no_longer_than_it_may()
    {
        var time = new ManualTime();
        var rig = new Rig { Time = time };
        var second = new TaskCompletionSource();
        var source = rig.Source("numbers", () => new ScriptedSource(async (emitter, _) =>
        {
            for (var i = 0; i < 3; i++)
            {
                ScriptedSource.Emit(emitter, i * 10, 10);
                await emitter.FlushAsync();
            }

            await second.Task;
        }));
        rig.Sink("sink", () => Noting(BulkSink.Size(time: TimeSpan.FromSeconds(5))), Rig.From(source));

        await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("sink").InFlight == 30);
            time.Advance(TimeSpan.FromSeconds(4.9));
            await Task.Delay(20);
            Assert.Empty(_requests);
            await Until.TrueAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(0.1));
                return !_requests.IsEmpty;
            });
            second.SetResult();
        });
        Assert.Equal([30], _requests.Select(r => r.Rows));
    }

    [Fact]
    public async Task Inputs_that_end_send_what_was_gathered()
    {
        var rig = new Rig();
        var source = rig.Source("numbers", 30);
        rig.Sink("sink", () => Noting(BulkSink.Size(time: TimeSpan.FromHours(1))), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal(30, ledger.Of("sink").Out);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task A_request_holds_batches_of_every_input_table()
    {
        var rig = new Rig();
        var one = rig.Source("one", 10);
        var two = rig.Source("two", () => new ScriptedSource(
            async (emitter, _) =>
            {
                ScriptedSource.Emit(emitter, 100, 10, table: Numbers.Named("others"));
                await emitter.FlushAsync();
            },
            Numbers.Named("others")));
        rig.Sink("sink", () => Noting(BulkSink.Size(time: TimeSpan.FromHours(1))), Rig.From(one), Rig.From(two));

        var ledger = await rig.RunAsync();
        Assert.Equal(20, ledger.Of("sink").Out);
        Assert.Equal((20, 2), (_requests.Single().Rows, _requests.Single().Batches));
    }

    [Fact]
    public async Task A_gathered_batch_is_done_when_its_rows_have_met_their_end()
    {
        var rig = new Rig();
        var (go, source) = (new TaskCompletionSource(), new SampledSource());
        var sink = new BulkSampling(go.Task);
        rig.Sink("sink", () => sink, Rig.From(rig.Source("figures", () => source)));
        await rig.RunAsync(async pipeline =>
        {
            var sample = sink.Asked.Task.Result.SampleAsync(CancellationToken.None).AsTask();
            await Until.TrueAsync(() => pipeline.Snapshot().Of("sink").InFlight > 0);
            Assert.False(sample.IsCompleted);
            go.SetResult();
            await sample;
            pipeline.Stop();
        });
    }

    private BulkSink Noting(BulkSize size) => new(size, (batches, _) =>
    {
        Note(batches);
        return ValueTask.FromResult(Outcome.Delivered);
    });

    private void Note(IReadOnlyList<RecordBatch> batches)
    {
        var numbers = new List<ulong>();
        foreach (var batch in batches)
            for (var row = 0; row < batch.Rows; row++)
            {
                Assert.Equal(batch.Column<ulong>(0)[row], batch.Sequence(row));
                Assert.Equal("some text"u8, batch.Text(2, row));
                numbers.Add(batch.Column<ulong>(0)[row]);
            }

        _requests.Enqueue((numbers.Count, batches.Count, [.. numbers]));
    }

    private sealed class BulkSampling(Task go) : BulkSink(Size(), async (_, _) =>
    {
        await go;
        return Outcome.Delivered;
    }), ISampling
    {
        public TaskCompletionSource<ISampled> Asked { get; } = new();

        public ISampled Upstream
        {
            set => Asked.SetResult(value);
        }
    }
}
