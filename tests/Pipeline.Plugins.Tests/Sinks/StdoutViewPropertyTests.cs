using System.Text;
using System.Text.Json;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Pipeline.Sinks.Stdout.Output;
using Pipeline.Text;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>What holds of views whatever the tables, the readings and the terminal.</summary>
[Collection(TerminalType.Collection)]
public sealed class StdoutViewPropertyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void No_schema_and_no_terminal_breaks_a_frame()
    {
        using var _ = new TerminalType("xterm");
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var tables = Enumerable.Range(0, 1 + random.Next(3)).Select(i => RandomMetrics.Schema(random, $"table{i}")).ToArray();
            using var output = new CapturedOutput(new TerminalSize(80, 24));
            using var sink = StdoutRun.Bind(
                new StdoutOptions { Every = TimeSpan.FromSeconds(1), Color = ColorMode.Never, Limit = random.Next(3) == 0 ? 0 : null }, output, tables);
            for (var second = 0; second < 6; second++)
            {
                var size = new TerminalSize(1 + random.Next(random.Next(2) == 0 ? 25 : 200), random.Next(30));
                output.Size = size;
                var before = output.Bytes.Length;
                foreach (var table in tables)
                    sink.Write(RandomMetrics.Reading(random, table, second), Cancel);
                sink.Flush(second == 5, Cancel);
                foreach (var frame in Encoding.UTF8.GetString(output.Bytes.AsSpan(before)).Split("\e[H", StringSplitOptions.RemoveEmptyEntries))
                    Check(frame, size, seed);
            }
        }
    }

    [Fact]
    public void All_views_together_have_what_the_readings_counted()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var totals = new long[20];
            var batches = new List<RecordBatch>();
            for (var second = 0; second < 20; second++)
            {
                for (var i = 0; i < totals.Length; i++)
                    totals[i] += random.Next(3) == 0 ? random.Next(1000) : 0;
                // In several batches, none of which has to have a row of every series.
                foreach (var part in Enumerable.Range(0, totals.Length).OrderBy(_ => random.Next()).Chunk(1 + random.Next(20)))
                    batches.Add(Figures.Reading(Figures.Biotop, second, [.. part.Select(i => ($"c{i}", "sda", totals[i], 2 * totals[i], 0L))]));
            }

            var every = TimeSpan.FromSeconds(1 + random.Next(4));
            var sums = new long[totals.Length];
            foreach (var line in StdoutRun.Text(new StdoutOptions { Format = StdoutFormat.Json, Every = every }, batches).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var row = JsonDocument.Parse(line);
                var io = row.RootElement.GetProperty("io").GetInt64();
                Assert.True(io > 0);
                Assert.Equal(2 * io, row.RootElement.GetProperty("bytes").GetInt64());
                sums[int.Parse(row.RootElement.GetProperty("comm").GetString()![1..], System.Globalization.CultureInfo.InvariantCulture)] += io;
            }

            Assert.Equal(totals, sums);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Differences_of_histograms_add_up_to_the_last_reading(bool isExplicit)
    {
        var type = isExplicit ? ColumnType.ExplicitHistogram([1, 10, 100]) : ColumnType.ExponentialHistogram;
        var table = new TableSchema("h", TableKind.Metric, [new("time", ColumnType.Time), new("v", type) { Instrument = Instrument.Histogram }]);
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var (whole, sum) = (new byte[HistogramMerge.TargetSize(type)], new byte[HistogramMerge.TargetSize(type)]);
            HistogramMerge.Begin(whole, type);
            HistogramMerge.Begin(sum, type);
            var batches = new List<RecordBatch>();
            for (var second = 0; second < 8; second++)
            {
                for (var i = random.Next(4); i > 0; i--)
                    HistogramMerge.Add(whole, RandomMetrics.ReadHistogram(RandomMetrics.Values(random, type), type));
                batches.Add(ScatteredBatch.Make(table, [[(Int128)(second * Figures.Second)], [whole.ToArray()]], 1, Samples.Arena, random));
            }

            foreach (var line in StdoutRun.Text(new StdoutOptions { Format = StdoutFormat.Json, Every = TimeSpan.FromSeconds(1) }, batches).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var row = JsonDocument.Parse(line);
                var view = row.RootElement.GetProperty("v");
                ulong[] counts = [.. view.GetProperty("counts").EnumerateArray().Select(count => count.GetUInt64())];
                var cell = new byte[HistogramCell.SizeOf(counts.Length)];
                var totals = new HistogramTotals(view.GetProperty("count").GetUInt64(), view.GetProperty("sum").GetDouble(), double.NaN, double.NaN);
                if (isExplicit)
                    HistogramCell.Write(cell, totals, counts);
                else
                    HistogramCell.Write(cell, totals, counts, view.GetProperty("scale").GetInt32(), view.GetProperty("offset").GetInt32(), view.GetProperty("zero_count").GetUInt64());
                HistogramMerge.Add(sum, RandomMetrics.ReadHistogram(cell, type));
            }

            var expected = RandomMetrics.ReadHistogram(whole, type);
            var actual = RandomMetrics.ReadHistogram(sum, type);
            Assert.Equal((expected.Totals.Count, expected.ZeroCount, expected.Scale), (actual.Totals.Count, actual.ZeroCount, actual.Scale));
            Assert.Equal(expected.Totals.Sum, actual.Totals.Sum, Math.Abs(expected.Totals.Sum) * 1e-9);
            Assert.Equal(Buckets(expected), Buckets(actual));
        }
    }

    [Fact]
    public void Readings_without_new_series_allocate_nothing_for_a_row()
    {
        using var output = new DiscardingOutput();
        using var sink = StdoutRun.Bind(new StdoutOptions { Every = TimeSpan.FromSeconds(1), Format = StdoutFormat.Table }, output, Figures.Biotop, Figures.Biolatency);
        const int Series = 1000;
        RecordBatch[] readings =
        [
            .. Enumerable.Range(1, 40).SelectMany(second => (RecordBatch[])
            [
                Figures.Reading(Figures.Biotop, second, [.. Enumerable.Range(0, Series).Select(i => ($"c{i}", "sda", (long)second * i, 0L, 0L))]),
                Figures.Latencies(Figures.Biolatency, second, [.. Enumerable.Range(0, Series).Select(i => ($"d{i}", 0, 1.0, new ulong[] { (ulong)(second * i), 0, 1, 0, 0 }))]),
            ]),
        ];
        foreach (var reading in readings[..20])
            sink.Write(reading, Cancel);
        const int AtOnce = 6;
        var next = 20;
        var allocated = Allocated.By(() =>
        {
            for (var end = next + AtOnce; next < end; next++)
                sink.Write(readings[next], Cancel);
        });
        Assert.Equal(readings.Length, next);
        // A view may cost a little; its rows, and those it leaves out, nothing.
        Assert.InRange(allocated / (double)(AtOnce * Series), 0, 1);
    }

    private static void Check(string frame, TerminalSize size, int seed)
    {
        Assert.EndsWith("\e[J", frame, StringComparison.Ordinal);
        string[] lines = [.. frame[..^"\e[J".Length].TrimEnd('\n').Split('\n').Select(line => line.Replace("\e[K", "", StringComparison.Ordinal))];
        if (size.Rows > 1)
            Assert.InRange(lines.Length, 1, size.Rows - 1);
        foreach (var line in lines)
            Assert.True(line.EnumerateRunes().Sum(DisplayWidth.Of) <= size.Columns, $"seed {seed}, {size.Columns} columns: {line}");
    }

    private static Dictionary<int, ulong> Buckets(HistogramCell histogram)
    {
        var buckets = new Dictionary<int, ulong>();
        for (var i = 0; i < histogram.Counts.Length; i++)
            if (histogram.Counts[i] > 0)
                buckets.Add(histogram.Offset + i, histogram.Counts[i]);
        return buckets;
    }
}
