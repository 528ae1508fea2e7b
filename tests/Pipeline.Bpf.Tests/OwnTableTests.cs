namespace Pipeline.Bpf.Tests;

/// <summary>Sources with tables that no program makes: when those are read, and that they go on where the programs cannot.</summary>
public sealed class OwnTableTests
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(10);

    [Fact]
    public async Task OwnTablesNeedNoProgram()
    {
        using var source = new OwnTableSource(null, TimeSpan.FromMilliseconds(5));
        Assert.Equal(["own"], source.Tables.Select(t => t.Name));
        Assert.Empty(source.Verify());
        var emitter = await RunAsync(source, () => source.Readings >= 5);
        AssertWholeAndInOrder(source, emitter);
        Assert.Empty(source.ReadPrograms());
        Assert.Equal(source.Readings, source.ReadAccounts().Entries);
    }

    [Fact]
    public async Task WhoeverAsksGetsAReadingAndTheEndHasOneMore()
    {
        using var source = new OwnTableSource(null, Never);
        var emitter = await RunAsync(source, async () =>
        {
            for (var i = 1; i <= 20; i++)
            {
                await source.SampleAsync(TestContext.Current.CancellationToken);
                Assert.Equal(i, source.Readings);
            }
        });
        Assert.Equal(21, source.Readings);
        AssertWholeAndInOrder(source, emitter);
    }

    [Fact]
    public async Task RowsOfProgramsAndOwnOnesAreOneSequenceAndOneBook()
    {
        Fixture.NeedsKernel();
        using var source = new OwnTableSource("both", TimeSpan.FromMilliseconds(5));
        Assert.Equal(["row", "sums", "own"], source.Tables.Select(t => t.Name));
        var made = 0;
        var emitter = await RunAsync(source, () =>
        {
            if (source.IsAttached)
            {
                Measure.Make(500);
                made++;
            }

            return made > 0 && source.Readings >= 10;
        });
        var accounts = source.ReadAccounts();
        string[] tables = ["row", "sums", "own"];
        Assert.All(tables, t => Assert.NotEmpty(emitter.Of(t)));
        Assert.Equal(accounts.Submitted + accounts.Entries, emitter.Tally.Created);
        Assert.Equal(Enumerable.Range(0, (int)emitter.Tally.Created).Select(i => (ulong)i), tables.SelectMany(t => emitter.Of(t)).Select(r => r.Sequence).Order());
    }

    [Fact]
    public async Task WhereTheProgramsAreRefusedOwnTablesGoOnAndTheRefusalIsTold()
    {
        Fixture.NeedsKernel();
        // The kernel has no memory for a map of that size.
        using var source = new OwnTableSource("slots", TimeSpan.FromMilliseconds(5), maxSeries: 100_000_000);
        var emitter = await RunAsync(source, () => source.Readings >= 5);
        Assert.False(source.IsAttached);
        Assert.Contains(source.ReadPrograms(), p => p.State == ProgramState.LoadRefused);
        AssertWholeAndInOrder(source, emitter);
    }

    [Fact]
    public void ItsOwnThingsAreDisposedOfWithIt()
    {
        var source = new OwnTableSource(null, Never);
        source.Dispose();
        Assert.True(source.IsDisposed);
    }

    private static void AssertWholeAndInOrder(OwnTableSource source, KeepingEmitter emitter)
    {
        Assert.Equal(Enumerable.Range(1, (int)source.Readings).Select(i => (long)i), emitter.Of("own").Select(r => r.Series.Figures[0]));
        Assert.Equal(Enumerable.Range(0, (int)source.Readings).Select(i => (ulong)i), emitter.Of("own").Select(r => r.Sequence));
        Assert.Equal((source.Readings, source.Readings), (emitter.Tally.Created, source.ReadAccounts().Entries));
    }

    private static Task<KeepingEmitter> RunAsync(OwnTableSource source, Func<bool> isEnough) => RunAsync(source, async () =>
    {
        while (!isEnough())
            await Task.Delay(1, TestContext.Current.CancellationToken);
    });

    private static async Task<KeepingEmitter> RunAsync(OwnTableSource source, Func<Task> meanwhile)
    {
        var emitter = new KeepingEmitter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Task.Factory.StartNew(() => source.RunAsync(emitter, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await await Task.WhenAny(meanwhile(), running);
        await stop.CancelAsync();
        await running;
        return emitter;
    }
}
