using System.Globalization;
using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Store;
using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.PrometheusRemoteWrite;
using Pipeline.Sinks.PrometheusRemoteWrite.Requests;
using Pipeline.Sinks.PrometheusRemoteWrite.Snappy;
using Pipeline.Sinks.PrometheusRemoteWrite.Store;
using Pipeline.Text;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>In steady state samples cost no memory.</summary>
[Collection(Alone.Name)]
public class AllocationTests
{
    private const int Series = 10_000;

    private static readonly TableSchema Gauges = Columns.Table("t", new ColumnSchema("time", ColumnType.Time), Columns.Label("name"), Columns.Label("disk"), Columns.Gauge("g"));

    private static readonly TableSchema Histograms = Columns.Table(
        "h", new ColumnSchema("time", ColumnType.Time), Columns.Label("name"), Columns.Histogram("e", Columns.Microseconds(10), temporality: Temporality.Delta),
        Columns.Histogram("x", ColumnType.ExponentialHistogram, "By"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_is_made_without_allocating(bool isTwo)
    {
        var clock = new SeriesClock(TimeProvider.System, TimeSpan.FromMinutes(5));
        var tables = new[] { Gauges, Histograms }.ToDictionary(table => table, table => new RemoteTable(
            new SeriesIndex(new TableBinding(table, []), LentContext.HostName, new SeriesBudget(1_000_000), new BirthOrder(), clock), []));
        var builder = new RequestBuilder(tables, clock, new SeriesWriter(HistogramForm.Auto));
        RequestWriter request = isTwo ? new RequestTwo() : new RequestOne();
        var (snappy, body, gathered) = (new SnappyBlock(), new ByteBuffer(4 << 20), new GatheredRows());
        using var gauges = new Rows(Gauges);
        using var histograms = new Rows(Histograms);
        var samples = 0L;
        // Three rounds are one of each kind. What is booked on a thread now and then is not in all of them.
        var allocated = new long[10];
        for (var round = 0L; round < 30; round++)
        {
            for (var i = 0; i < 1_000; i++)
                gauges.Add((round + 1) * 1_000_000, $"name {i}", "vda", 0.5 * i);
            for (var i = 0; i < 100; i++)
                histograms.Add((round + 1) * 1_000_000, $"name {i}", Rows.Explicit([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1), Rows.Exponential(1, 3, [5, 0, 0, 2, 4], 1, 99));
            RecordBatch[] batches = [gauges.Build(), histograms.Build()];
            var start = GC.GetAllocatedBytesForCurrentThread();
            gathered.Open(batches);
            for (var done = 0; done < gathered.Count;)
            {
                done = builder.Build(gathered, done, gathered.Count, request);
                body.Clear();
                snappy.Compress(request.Finish(), body);
                // A receiver that refuses costs nothing either.
                if (round % 3 == 0)
                    builder.TakeBack();
                else
                    builder.Commit();
                samples += request.Samples + request.Histograms;
            }

            allocated[round / 3] += GC.GetAllocatedBytesForCurrentThread() - start;
            foreach (var batch in batches)
                batch.Release();
        }

        Assert.True(samples > 50_000);
        Assert.Equal(0, allocated.Min());
    }

    [Fact]
    public async Task A_sample_takes_less_than_a_byte_all_the_way_to_Prometheus()
    {
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        using var sink = new RemoteSink(RemoteSink.Options(prometheus.Address), [Gauges]);
        using var rows = new Rows(Gauges);
        var names = Enumerable.Range(0, Series).Select(i => string.Create(CultureInfo.InvariantCulture, $"name {i}")).ToArray();
        // A query sees what is at most five minutes old.
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 1_000;
        const int Rounds = 60, First = 20, Window = 10;
        // The least of a few windows: what the process does besides, such as to fill pools that the collector has emptied, it does now and then.
        var allocated = new long[(Rounds - First) / Window];
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var name in names)
                rows.Add((start + round) * 1_000_000, name, "vda", (double)round);
            var batch = rows.Build();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch));
            if (round >= First)
                allocated[(round - First) / Window] += GC.GetTotalAllocatedBytes(precise: true) - before;
            batch.Release();
        }

        var each = allocated.Min() / (double)(Window * Series);
        TestContext.Current.TestOutputHelper!.WriteLine($"{each:0.000} bytes a sample");
        Assert.InRange(each, 0, 1);
        Assert.Equal((double)(Rounds - 1) * Series, await prometheus.ValueAsync("sum(t)"));
    }
}
