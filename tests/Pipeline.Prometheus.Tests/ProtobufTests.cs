using System.Net.Http.Headers;
using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Buckets;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests;

/// <summary>The protobuf format, taken apart by protoc, and what becomes of exponential buckets.</summary>
public class ProtobufTests
{
    private const string Accept = "application/vnd.google.protobuf";

    [Fact]
    public async Task Protoc_reads_every_field()
    {
        var table = new TableSchema(
            "t",
            TableKind.Metric,
            [
                new ColumnSchema("start_time", ColumnType.Time), Columns.Label("name"), Columns.Counter("n"), Columns.Gauge("g", "ms"),
                Columns.Histogram("e_ns", Columns.Microseconds(3)), Columns.Histogram("x", ColumnType.ExponentialHistogram, "By"),
            ])
        { StartTimeColumn = "start_time" };
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        await sink.WriteAsync(rows.Add(1_500_000_000, "a\"\n", 7, 0.5, Rows.Explicit([1, 2, 3], 4e9), Rows.Exponential(0, 2, [5, 0, 0, 2, 4], 1, 99)).Build(unixOffset: 1_000_000_000));
        using var answer = await sink.GetAsync(Accept);
        Assert.Equal(MediaTypeHeaderValue.Parse("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"), answer.Content.Headers.ContentType);
        var families = Split(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var text = new List<string>();
        foreach (var family in families[..4])
            text.Add(await DecodeAsync(family));
        const string Label = """label { name: "name" value: "a\"\n" }""";
        const string Created = "created_timestamp { seconds: 2 nanos: 500000000 }";
        Assert.Equal($$"""name: "t_n_total" help: "Counts n." type: COUNTER metric { {{Label}} counter { value: 7 {{Created}} } }""", text[0]);
        Assert.Equal(
            $$"""
            name: "t_g_seconds" help: "Measures g." type: GAUGE metric { {{Label}} gauge { value: 0.0005 } } unit: "seconds"
            """,
            text[1]);
        Assert.Equal(
            $$"""
            name: "t_e_seconds" help: "Distribution of e_ns." type: HISTOGRAM metric { {{Label}} histogram { sample_count: 6 sample_sum: 4 bucket { cumulative_count: 1 upper_bound: 1e-06 } bucket { cumulative_count: 3 upper_bound: 2e-06 } {{Created}} } } unit: "seconds"
            """,
            text[2]);
        Assert.Equal(
            $$"""
            name: "t_x_bytes" help: "Distribution of x." type: HISTOGRAM metric { {{Label}} histogram { sample_count: 12 sample_sum: 99 bucket { cumulative_count: 1 upper_bound: 4 } bucket { cumulative_count: 6 upper_bound: 8 } bucket { cumulative_count: 6 upper_bound: 16 } bucket { cumulative_count: 6 upper_bound: 32 } bucket { cumulative_count: 8 upper_bound: 64 } bucket { cumulative_count: 12 upper_bound: 128 } schema: 0 zero_threshold: 2.9387358770557188e-39 zero_count: 1 positive_span { offset: 3 length: 1 } positive_span { offset: 2 length: 2 } positive_delta: 5 positive_delta: -3 positive_delta: 2 {{Created}} } } unit: "bytes"
            """,
            text[3]);
    }

    [Theory]
    [InlineData(20, 8)]
    [InlineData(8, 8)]
    [InlineData(3, 3)]
    [InlineData(0, 0)]
    [InlineData(-4, -4)]
    [InlineData(-7, -4)]
    public void Native_buckets_hold_what_the_column_counted_at_a_scale_there_is(int scale, int schema)
    {
        var random = new Random(scale + 100);
        var counts = Enumerable.Range(0, 150).Select(_ => random.Next(3) == 0 ? (ulong)random.Next(1000) : 0).ToArray();
        var offset = scale >= 0 ? 7 << scale : scale == -4 ? -60 : -4;
        // As many buckets as doubles have at that scale.
        counts = counts[..(scale < -4 ? 8 : scale < 0 ? 120 : 150)];
        var cell = CellOf(Rows.Exponential(scale, offset, counts));
        var native = new NativeBuckets();
        native.Fill(cell, UnitConversion.Of("By"));
        Assert.Equal(schema, native.Schema);
        var sum = 0ul;
        for (var i = 0; i < native.Length; i++)
        {
            Assert.True(i == 0 || native.Index(i) > native.Index(i - 1));
            sum += native.Count(i);
        }

        Assert.Equal(ClassicBuckets.Count(cell), sum);
        if (scale >= -4)
            foreach (var upTo in Enumerable.Range(0, native.Length))
                Assert.Equal(UpTo(cell, ExponentialBucket.LowerBound(native.Index(upTo), schema)), UpTo(native, upTo));
    }

    [Fact]
    public void A_bucket_in_another_unit_moves_by_half_a_bucket_at_most()
    {
        var random = new Random(5);
        var native = new NativeBuckets();
        for (var round = 0; round < 500; round++)
        {
            var scale = random.Next(0, 9);
            var index = random.Next(-20 << scale, 40 << scale);
            native.Fill(CellOf(Rows.Exponential(scale, index, [1])), UnitConversion.Of("ns"));
            var sent = ExponentialBucket.LowerBound(index + 1, scale) / 1e9;
            var kept = ExponentialBucket.LowerBound(native.Index(0), scale);
            Assert.InRange(Math.Abs(Math.Log2(sent / kept)), 0, 0.5000001 / (1 << scale));
        }
    }

    [Fact]
    public async Task Classic_buckets_of_an_exponential_histogram_are_few_whatever_its_range()
    {
        var table = Columns.Table("x", Columns.Histogram("x", ColumnType.ExponentialHistogram, null));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        var counts = new ulong[120];
        (counts[0], counts[119]) = (3, 4);
        await sink.WriteAsync(rows.Add(Rows.Exponential(-4, -60, counts)).Build());
        var lines = (await sink.ScrapeRowsAsync()).Split('\n').Where(line => line.StartsWith("x_bucket", StringComparison.Ordinal)).ToArray();
        Assert.InRange(lines.Length, 2, ClassicBuckets.MostDerived + 2);
        Assert.EndsWith(" 0", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" 3", lines[1], StringComparison.Ordinal);
        Assert.Equal("x_bucket{le=\"+Inf\"} 7", lines[^1]);
    }

    private static HistogramCell CellOf(byte[] bytes) =>
        HistogramCell.TryRead(bytes, ColumnType.ExponentialHistogram, out var cell) ? cell : throw new InvalidOperationException("the cell is none");

    // Values in the cell's buckets that end at the bound or below.
    private static ulong UpTo(HistogramCell cell, double bound)
    {
        var sum = 0ul;
        for (var i = 0; i < cell.Counts.Length; i++)
            if (ExponentialBucket.LowerBound(cell.Offset + i + 1, cell.Scale) <= bound * (1 + 1e-9))
                sum += cell.Counts[i];
        return sum;
    }

    private static ulong UpTo(NativeBuckets native, int last)
    {
        var sum = 0ul;
        for (var i = 0; i <= last; i++)
            sum += native.Count(i);
        return sum;
    }

    private static List<byte[]> Split(byte[] body)
    {
        var messages = new List<byte[]>();
        for (var at = 0; at < body.Length;)
        {
            var (length, shift) = (0, 0);
            for (var more = true; more; shift += 7)
            {
                length |= (body[at] & 0x7f) << shift;
                more = body[at++] >= 0x80;
            }

            messages.Add(body[at..(at + length)]);
            at += length;
        }

        return messages;
    }

    private static async Task<string> DecodeAsync(byte[] message)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Witnesses");
        var text = await Tool.RunAsync("protoc", [$"--proto_path={folder}", "--decode=io.prometheus.client.MetricFamily", "metrics.proto"], message);
        return string.Join(' ', text.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
    }

}
