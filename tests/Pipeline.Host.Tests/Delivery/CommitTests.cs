using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Delivery;

/// <summary>When a source that replays writes down how far everything is settled.</summary>
public sealed class CommitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task It_does_so_once_a_second_and_once_more_when_all_has_ended_before_it_is_disposed()
    {
        var (rig, go) = (new Rig { Time = _time }, new TaskCompletionSource());
        var source = new CommittingSource(30);
        var committed = rig.Source("committing", () => source);
        rig.Sink("slow", () => new ScriptedSink(async (_, _) =>
        {
            await go.Task;
            return Outcome.Delivered;
        }), Rig.From(committed));

        await rig.RunAsync(async pipeline =>
        {
            // Its own run is over, and nothing is settled.
            await pipeline.Components[0].Ended;
            await Until.TrueAsync(() => source.Commits.Count >= 3, () => _time.Advance(TimeSpan.FromSeconds(1)));
            Assert.All(source.Commits, settled => Assert.Equal(0, settled));
            Assert.False(source.IsDisposed);
            go.SetResult();
        });
        Assert.Equal(3, source.Commits[^1]);
        Assert.True(source.IsDisposed);
        Assert.False(source.CommittedDisposed);
    }

    [Fact]
    public async Task One_that_throws_is_asked_again_and_told_of_once_a_minute()
    {
        var (rig, end, began) = (new Rig { Time = _time }, new TaskCompletionSource(), _time.GetUtcNow());
        var source = new CommittingSource(10) { Throws = true, End = end.Task };
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(rig.Source("committing", () => source)));
        await rig.RunAsync(async _ =>
        {
            await Until.TrueAsync(() => source.Commits.Count >= 90, () => _time.Advance(TimeSpan.FromSeconds(1)));
            source.Throws = false;
            end.SetResult();
        });
        // The clock may have gone on several times before it was asked again.
        var minutes = (_time.GetUtcNow() - began).TotalMinutes;
        Assert.InRange(rig.Log.Lines.Count(l => l.Contains("could not write down how far it is settled", StringComparison.Ordinal)), 2, 2 + (int)minutes);
        Assert.Equal(1, source.Commits[^1]);
    }

    [Fact]
    public async Task A_sink_that_hangs_does_not_keep_it_from_its_last_commit()
    {
        var (rig, source) = (new Rig { StopDeadline = TimeSpan.FromMilliseconds(50), Ends = false }, new CommittingSource(20));
        rig.Sink("hanging", () => new ScriptedSink(async (batch, _) =>
        {
            if (batch.FirstSequence > 0)
                await rig.Released;
            return Outcome.Delivered;
        }), Rig.From(rig.Source("committing", () => source)));
        await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Components.Any(c => c.Name == "hanging" && c.InFlight == 10 && c.Out == 10));
            pipeline.Stop();
        });
        Assert.Equal(1, source.Commits[^1]);
    }

    [Fact]
    public async Task An_instance_that_is_replaced_commits_before()
    {
        var (rig, instances) = (new Rig(), new List<CommittingSource>());
        var built = rig.Source("committing", () =>
        {
            instances.Add(new CommittingSource(10) { Breaks = instances.Count == 0 });
            return instances[^1];
        });
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(built));
        await rig.RunAsync();
        Assert.Equal(2, instances.Count);
        Assert.All(instances, i => Assert.NotEmpty(i.Commits));
        Assert.All(instances, i => Assert.True(i.IsDisposed && !i.CommittedDisposed));
    }

    private sealed class CommittingSource(long rows) : ISource, ICommitting, IAccountOwner, IDisposable
    {
        private int _settled;
        private int _inside;

        public IReadOnlyList<TableSchema> Tables { get; } = [Numbers.Table];

        public List<int> Commits { get; } = [];

        public bool Throws { get; set; }

        public bool Breaks { get; init; }

        public Task End { get; init; } = Task.CompletedTask;

        public bool IsDisposed { get; private set; }

        public bool CommittedDisposed { get; private set; }

        public async Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
        {
            await ScriptedSource.Counting(rows, owner: this).RunAsync(emitter, stop);
            await End;
            if (Breaks)
                throw new InvalidOperationException("told to");
        }

        public void Settled(Account account, Settlement outcome)
        {
            if (outcome != Settlement.Abandoned)
                Interlocked.Increment(ref _settled);
        }

        public async ValueTask CommitAsync()
        {
            if (Interlocked.Increment(ref _inside) > 1)
                throw new InvalidOperationException("two at a time");
            await Task.Yield();
            CommittedDisposed |= IsDisposed;
            Commits.Add(Volatile.Read(ref _settled));
            Interlocked.Decrement(ref _inside);
            if (Throws)
                throw new IOException("disk full");
        }

        public void Dispose() => IsDisposed = true;
    }
}
