using Pipeline.Sources.Bpf;

namespace Pipeline.Bpf.Tests;

/// <summary>The bpf source with tables of figures: when it reads them, and that the sums are right at the end.</summary>
public sealed class MetricSourceTests
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(10);

    [Fact]
    public void TablesAreThoseOfTheOptions()
    {
        Assert.Equal(["cells", "plain", "spread", "table"], Source("figures", Never).Tables.Select(t => t.Name));
        Assert.Equal(["row", "sums"], Source("both", Never).Tables.Select(t => t.Name));
        Assert.Equal(-1, Plain(Source("figures", Never)).Ordinal("odd"));
        Assert.Equal(4, Plain(Source("figures", Never, byParity: true)).Ordinal("odd"));

        static TableSchema Plain(BpfSource source) => source.Tables.Single(t => t.Name == "plain");
    }

    [Fact]
    public async Task WhoeverAsksGetsFiguresOfTheMomentBesideTheInterval()
    {
        Fixture.NeedsKernel();
        await using var run = await SourceRun.StartAsync(Source("figures", Never));
        for (var i = 1UL; i <= 20; i++)
        {
            Measure.Value(1, i);
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => run.Source.SampleAsync(TestContext.Current.CancellationToken).AsTask()));
            Assert.Equal((long)i, run.Emitter.Of("spread")[^1].Series.Figures[0]);
        }

        var readings = run.Emitter.Of("spread").Length;
        Assert.InRange(readings, 20, 200);
        await run.StopAsync();
        Assert.Equal(readings + 1, run.Emitter.Of("spread").Length);
        await run.Source.SampleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(readings + 1, run.Emitter.Of("spread").Length);
    }

    [Fact]
    public async Task WhoeverAsksBeforeTheProgramsAreAttachedWaitsForThem()
    {
        Fixture.NeedsKernel();
        var source = Source("figures", Never);
        var asked = source.SampleAsync(TestContext.Current.CancellationToken).AsTask();
        await using var run = await SourceRun.StartAsync(source);
        await asked;
        await run.StopAsync();
    }

    [Fact]
    public async Task FiguresAreReadEveryInterval()
    {
        Fixture.NeedsKernel();
        await using var run = await SourceRun.StartAsync(Source("figures", TimeSpan.FromMilliseconds(20)));
        Measure.Value(1, 1);
        while (run.Emitter.Of("spread").Length < 5)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await run.StopAsync();
        Assert.All(run.Emitter.Of("spread"), r => Assert.Equal(1, r.Series.Figures[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task RowsAndFiguresOfTheSameEventsAddUpWhileSomebodyAsksAllTheTime(int latency)
    {
        Fixture.NeedsKernel();
        await using var run = await SourceRun.StartAsync(Source("both", TimeSpan.FromMilliseconds(30), latency));
        using var end = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                await run.Source.SampleAsync(CancellationToken.None);
        }, CancellationToken.None);
        const long events = 300 * 500;
        for (var i = 0; i < 300; i++)
        {
            Measure.Make(500);
            if (i % 10 == 0)
                await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await end.CancelAsync();
        await asking;
        await run.StopAsync();
        var (rows, sums, accounts) = (run.Emitter.Of("row"), run.Emitter.Of("sums"), run.Source.ReadAccounts());
        Assert.Equal([events / 2, events / 2], sums[^2..].Select(s => s.Series.Figures[0]));
        Assert.Equal(events * (events - 1) / 2, sums[^2..].Sum(s => s.Series.Figures[1]));
        Assert.Equal(events, rows.Length + accounts.Lost.Values.Sum());
        Assert.Equal((2 * events, events, rows.Length, sums.Length, 0L), (accounts.Attempted, accounts.Aggregated, accounts.Submitted, accounts.Entries, accounts.InRing));
        Assert.Equal(rows.Length + sums.Length, run.Emitter.Tally.Created);
        // One sequence without gaps for all tables.
        Assert.Equal(Enumerable.Range(0, rows.Length + sums.Length).Select(i => (ulong)i), rows.Concat(sums).Select(r => r.Sequence).Order());
    }

    [Fact]
    public async Task WhatFindsNoSeriesIsCountedToTheEvent()
    {
        Fixture.NeedsKernel();
        await using var run = await SourceRun.StartAsync(Source("figures", Never, maxSeries: 64));
        for (var i = 0UL; i < 5_000; i++)
            Measure.Value(i % 500, 0);
        await run.StopAsync();
        var accounts = run.Source.ReadAccounts();
        Assert.Equal(4 * 5_000, accounts.Attempted);
        // 64 of 500 series in each of two hashes; the arrays keep the size that the program gave them.
        Assert.Equal((10L * 64 * 2) + 5_000 + 5_000, accounts.Aggregated);
        Assert.Equal(10L * (500 - 64) * 2, accounts.Lost["map_full"]);
        Assert.Single(accounts.Lost);
        Assert.Equal((64, 64, 500), (run.Emitter.Of("plain").Length, run.Emitter.Of("spread").Length, run.Emitter.Of("cells").Length));
        Assert.Equal(10 * 64, run.Emitter.Of("plain").Sum(s => s.Series.Figures[0]));
    }

    [Fact]
    public async Task AMapThatTheKernelHasNoMemoryForIsNamedWithTheRemedy()
    {
        Fixture.NeedsKernel();
        using var source = Source("slots", Never, maxSeries: 100_000_000);
        var error = await Assert.ThrowsAsync<UnavailableException>(() => source.RunAsync(new KeepingEmitter(), TestContext.Current.CancellationToken));
        Assert.Contains("map 'slots': failed to create: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; make its rings and maps smaller", error.Message, StringComparison.Ordinal);
    }

    private static BpfSource Source(string name, TimeSpan interval, int latency = 10, int? maxSeries = null, bool byParity = false)
    {
        var options = Measure.Settings().Options.ToDictionary();
        if (byParity)
            options.Add("by_parity", true);
        return new BpfSource(
            new BpfSourceOptions
            {
                Object = Fixture.Object(name),
                Interval = interval,
                Latency = TimeSpan.FromMilliseconds(latency),
                MaxSeries = maxSeries,
                Options = new OptionTable(options),
            },
            new SourceContext());
    }
}
