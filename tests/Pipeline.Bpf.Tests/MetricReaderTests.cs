using Pipeline.Bpf.Maps;

namespace Pipeline.Bpf.Tests;

/// <summary>Maps of every kind, filled by threads of this process, which keeps its own count.</summary>
public sealed class MetricReaderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EveryEntryIsReadOnceWithTheFiguresThatWereMeasured(bool inBatches)
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("figures"), Measure.Settings(("by_parity", true)));
        var measured = (await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => MeasureMany(seed))))).SelectMany(m => m).ToArray();
        loaded.Detach();

        var plain = Series.Read(loaded, "plain", inBatches).ToDictionary(s => s.Labels);
        var expected = measured.GroupBy(m => $"{m.Series} {m.Value % 3} {m.Value & 1}").ToDictionary(g => g.Key);
        Assert.Equal(expected.Keys.Order(), plain.Keys.Order());
        foreach (var (labels, values) in expected)
        {
            Assert.Equal(values.Count(), plain[labels].Figures[0]);
            Assert.Contains((ulong)plain[labels].Figures[1], values.Select(v => v.Value));
            AssertHistogram(plain[labels].Histograms[0], "exp2", 27, 1000, values.Select(v => v.Value));
        }

        var spread = Series.Read(loaded, "spread", inBatches).ToDictionary(s => s.Labels);
        Assert.Equal(measured.Select(m => $"{m.Series}").Distinct().Order(), spread.Keys.Order());
        foreach (var values in measured.GroupBy(m => $"{m.Series}"))
        {
            var row = spread[values.Key];
            Assert.Equal([values.Count(), values.Max(v => (uint)v.Value), values.Sum(v => (v.Value & 1) == 1 ? -1L : 1)], row.Figures);
            AssertHistogram(row.Histograms[0], "exp2zero", 20, 1, values.Select(v => v.Value));
            AssertHistogram(row.Histograms[1], "linear", 11, 50, values.Select(v => v.Value));
        }

        // Of the array's three places the last is never touched.
        Assert.Equal(
            [.. measured.Where(m => m.Value % 3 < 2).GroupBy(m => m.Value % 3).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()} {g.Sum(m => (long)m.Value)}")],
            Series.Read(loaded, "table", inBatches).Select(s => $"{s.Labels} {s.Figures[0]} {s.Figures[1]}"));

        var cells = Series.Read(loaded, "cells", inBatches);
        Assert.Equal(
            [.. measured.GroupBy(m => m.Series).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}")],
            cells.Select(s => $"{s.Labels} {s.Figures[0]}"));
        foreach (var row in cells)
            AssertHistogram(row.Histograms[0], "linear", 5, 10, measured.Where(m => $"{m.Series}" == row.Labels).Select(m => m.Value));

        var accounts = loaded.ReadAccounts();
        Assert.Equal(4 * measured.Length, accounts.Attempted);
        Assert.Equal(accounts.Attempted, accounts.Aggregated + accounts.Discarded["filtered"]);
        Assert.Equal(plain.Count + spread.Count + 2 + cells.Count, accounts.Entries);
        Assert.Equal((0L, 0L), (accounts.Submitted, accounts.InRing));
    }

    [Fact]
    public void RowsOfOneReadingHaveOneTimeAndTheObjectsStart()
    {
        Fixture.NeedsKernel();
        var before = Rings.BootClock.Now();
        using var loaded = BpfObject.Attach(Fixture.Spec("figures"), Measure.Settings());
        var attached = Rings.BootClock.Now();
        for (var i = 0UL; i < 900; i++)
            Measure.Value(i, i);
        var map = loaded.Metrics.Single(m => m.Spec.Schema.Name == "plain");
        using var reader = new MetricReader(map);
        var (emitter, sequence) = (new CollectingEmitter(), 7UL);
        var times = new List<long>();
        for (var reading = 0; reading < 2; reading++)
        {
            while (reader.Read(emitter, ref sequence))
                continue;
            Assert.Equal(900, emitter.Batches.Sum(b => b.Rows));
            // Several batches, although the map is small.
            Assert.InRange(emitter.Batches.Count, 2, 20);
            foreach (var batch in emitter.Batches)
                for (var row = 0; row < batch.Rows; row++)
                {
                    Assert.Equal(times.Count == reading ? batch.Column<long>(0)[row] : times[reading], batch.Column<long>(0)[row]);
                    Assert.InRange(batch.Column<long>(1)[row], before, attached);
                    if (times.Count == reading)
                        times.Add(batch.Column<long>(0)[row]);
                }

            emitter.Release();
        }

        Assert.InRange(times[0], attached, times[1] - 1);
        Assert.Equal((1807UL, 1800L, 1800L), (sequence, emitter.Tally.Created, map.Met));
        Assert.Equal(0, emitter.Arena.InUse);
    }

    [Fact]
    public void WithoutMemoryEveryEntryIsInTheBooksAllTheSame()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("figures"), Measure.Settings());
        for (var i = 0UL; i < 900; i++)
            Measure.Value(i, i);
        var map = loaded.Metrics.Single(m => m.Spec.Schema.Name == "plain");
        using var reader = new MetricReader(map);
        // Room for the first batch, whose blocks nobody gives back, and for no other.
        var (emitter, sequence) = (new CollectingEmitter(340 << 10), 0UL);
        while (reader.Read(emitter, ref sequence))
            continue;
        var emitted = emitter.Batches.Sum(b => b.Rows);
        Assert.InRange(emitted, 1, 899);
        Assert.Equal((900L, 900L - emitted, 900L), (emitter.Tally.Created, emitter.Tally.Dropped["memory"], map.Met));
        emitter.Release();
        Assert.Equal(0, emitter.Arena.InUse);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeysThatGoWhileTheyAreReadAreCountedAndThoseThatStayAreReadOnce(bool inBatches)
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("figures"), Measure.Settings());
        for (var i = 0UL; i < 1000; i++)
            Measure.Value(i, i);
        using var end = new CancellationTokenSource();
        var churning = Task.Run(() =>
        {
            // Series from 500 on come and go all the time, the others stay.
            var random = new Random(3);
            while (!end.IsCancellationRequested)
                if (500 + (ulong)random.Next(500) is var series && random.Next(2) == 0)
                    Measure.Forget(series, series);
                else
                    Measure.Value(series, series);
        }, TestContext.Current.CancellationToken);
        var map = loaded.Metrics.Single(m => m.Spec.Schema.Name == "plain");
        using var reader = new MetricReader(map, inBatches);
        var (emitter, sequence, rows) = (new CollectingEmitter(), 0UL, 0L);
        for (var reading = 0; reading < 500; reading++)
        {
            var series = Series.Read(reader, emitter, ref sequence);
            rows += series.Count;
            // Entry by entry the kernel may begin anew, but not for ever.
            Assert.InRange(series.Count, inBatches ? 500 : 1, inBatches ? 1000 : 2 * map.Entries);
            if (inBatches)
            {
                Assert.Equal(series.Count, series.Select(s => s.Labels).Distinct().Count());
                Assert.Equal(500, series.Count(s => ulong.Parse(s.Labels.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) < 500));
            }
        }

        await end.CancelAsync();
        await churning;
        var vanished = emitter.Tally.Dropped.GetValueOrDefault("vanished");
        Assert.Equal((rows + vanished, rows + vanished), (emitter.Tally.Created, map.Met));
        if (inBatches)
            Assert.Equal(0, vanished);
        else
            Assert.InRange(vanished, 1, rows);
        TestContext.Current.TestOutputHelper!.WriteLine($"{rows} rows, {vanished} vanished");
    }

    [Fact]
    public void AReadingAllocatesNothingForAnEntry()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("figures"), Measure.Settings() with { MaxSeries = 50_000 });
        for (var i = 0UL; i < 50_000; i++)
            Measure.Value(i, i);
        var map = loaded.Metrics.Single(m => m.Spec.Schema.Name == "spread");
        Assert.Equal(50_000, map.Entries);
        using var reader = new MetricReader(map);
        var (emitter, sequence) = (new CountingEmitter("series"), 0UL);
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        Assert.Equal(100_000, emitter.Rows);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 50_000.0, 0, 1);

        void Read()
        {
            while (reader.Read(emitter, ref sequence))
                continue;
        }
    }

    private static List<(ulong Series, ulong Value)> MeasureMany(int seed)
    {
        var random = new Random(seed);
        var measured = new List<(ulong, ulong)>();
        for (var i = 0; i < 20_000; i++)
        {
            // Below 2^32, so that none of the sums leaves 53 bits.
            measured.Add(((ulong)random.Next(100), (ulong)random.NextInt64(1L << 32) >> random.Next(33)));
            Measure.Value(measured[^1].Item1, measured[^1].Item2);
        }

        return measured;
    }

    private static void AssertHistogram((ulong[] Counts, double Sum) histogram, string buckets, int slots, ulong step, IEnumerable<ulong> values)
    {
        var expected = new ulong[slots];
        foreach (var value in values)
            expected[Slots.Of(buckets, slots, step, value)]++;
        Assert.Equal(expected, histogram.Counts);
        Assert.Equal(values.Sum(v => (double)v), histogram.Sum);
    }
}
