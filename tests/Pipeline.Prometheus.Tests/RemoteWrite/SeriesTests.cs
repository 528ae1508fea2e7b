using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>What is kept of series between requests: their order, their sums, their end.</summary>
public class SeriesTests
{
    private static readonly ColumnSchema Time = new("time", ColumnType.Time);
    private static readonly TableSchema Gauges = Columns.Table("t", Time, Columns.Label("name"), Columns.Gauge("g"));
    private static readonly TableSchema Deltas = Columns.Table("d", Time, Columns.Label("name"), Columns.Counter("n", temporality: Temporality.Delta));

    private static readonly TableSchema DeltaHistograms = Columns.Table(
        "h", Time, Columns.Histogram("e", Columns.Microseconds(2), temporality: Temporality.Delta), Columns.Histogram("x", ColumnType.ExponentialHistogram, "By", Temporality.Delta));

    [Fact]
    public async Task A_row_from_before_what_was_sent_is_dropped_and_does_not_spoil_the_request()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = Sink(receiver, Gauges);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Row(rows, 5, "a", 2.0);
        Row(rows, 4, "a", 3.0);
        Row(rows, 4, "b", 4.0);
        Row(rows, 6, "a", 5.0);
        var batch = rows.Build();
        var outcome = await sink.TryAsync(batch);
        Assert.Equal([new RefusedRows(batch, 0, 1, "duplicate_sample", true), new RefusedRows(batch, 1, 1, "out_of_order", true)], outcome.Refused);
        Assert.Equal(["a 1@5", "b 4@4", "a 5@6"], await SamplesAsync(receiver));
    }

    [Fact]
    public async Task Rows_that_are_all_too_late_make_no_request()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = Sink(receiver, Gauges);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Row(rows, 4, "a", 2.0);
        Row(rows, 3, "a", 2.0);
        Assert.Equal(Outcome.Failed("out_of_order"), await sink.TryAsync(rows.Build()));
        Assert.Single(receiver.Requests);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(400)]
    public async Task What_the_receiver_did_not_take_is_forgotten(int status)
    {
        var answer = status;
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = answer);
        using var sink = Sink(receiver, Gauges);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        var batch = rows.Build();
        Assert.NotEqual(Outcome.Delivered, await sink.TryAsync(batch));
        answer = 204;
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch));
        Assert.Equal(["a 1@5", "a 1@5"], await SamplesAsync(receiver));
    }

    [Fact]
    public async Task Deltas_are_added_once_however_often_they_are_tried()
    {
        var answer = 204;
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = answer);
        using var sink = Sink(receiver, Deltas);
        using var rows = new Rows(Deltas);
        rows.Add(5_000_000L, "a", 2).Add(6_000_000L, "a", 3);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        rows.Add(7_000_000L, "a", 10).Add(7_000_000L, "b", 1).Add(8_000_000L, "a", 20);
        var batch = rows.Build();
        answer = 503;
        for (var i = 0; i < 3; i++)
            Assert.Equal(OutcomeKind.Retry, (await sink.TryAsync(batch)).Kind);
        answer = 204;
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch));
        Assert.Equal(["a 2@5", "a 5@6", "a 15@7", "b 1@7", "a 35@8"], (await SamplesAsync(receiver)).Take(2).Concat((await SamplesAsync(receiver)).TakeLast(3)));
    }

    [Fact]
    public async Task Deltas_that_come_late_count_when_they_come()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = Sink(receiver, Deltas);
        using var rows = new Rows(Deltas);
        rows.Add(5_000_000L, "a", 2).Add(5_000_000L, "a", 3).Add(1_000_000L, "a", 4).Add(9_000_000L, "a", 5);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Assert.Equal(["a 2@5", "a 5@6", "a 9@7", "a 14@9"], await SamplesAsync(receiver));
    }

    [Fact]
    public async Task Delta_histograms_are_put_back_too()
    {
        var answer = 503;
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = answer);
        using var sink = Sink(receiver, DeltaHistograms);
        using var rows = new Rows(DeltaHistograms);
        for (var time = 1L; time <= 3; time++)
        {
            rows.Add(time * 1_000_000, Rows.Explicit([1, (ulong)time], 1e9), Rows.Exponential(0, (int)time, [1], 0, 1));
            var batch = rows.Build();
            answer = 503;
            Assert.Equal(OutcomeKind.Retry, (await sink.TryAsync(batch)).Kind);
            answer = 204;
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch));
        }

        var text = await receiver.Requests.Last().DecodeAsync();
        Assert.Contains("""value: "h_e_seconds_count" } samples { value: 9 timestamp: 3 }""", text, StringComparison.Ordinal);
        Assert.Contains("""value: "h_e_seconds_sum" } samples { value: 3 timestamp: 3 }""", text, StringComparison.Ordinal);
        Assert.Contains("""value: "h_x_bytes_count" } samples { value: 3 timestamp: 3 }""", text, StringComparison.Ordinal);
        Assert.Contains("""labels { name: "le" value: "8.0" } samples { value: 2 timestamp: 3 }""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_without_a_time_are_true_when_they_are_sent_each_later_than_the_last()
    {
        var table = Columns.Table("t", Columns.Label("name"), Columns.Gauge("g"));
        var time = new ManualTime();
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = Sink(receiver, table, time);
        using var rows = new Rows(table);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Add("a", 1.0).Add("a", 2.0).Add("b", 3.0).Build()));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Add("a", 4.0).Build()));
        Assert.Equal([$"a 1@{now}", $"a 2@{now + 1}", $"b 3@{now}", $"a 4@{now + 1000}"], await SamplesAsync(receiver));
    }

    [Fact]
    public async Task The_receiver_is_told_of_the_end_of_a_series_once()
    {
        var time = new ManualTime();
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = Sink(receiver, Gauges, time);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        Row(rows, 5, "b", 1.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        for (var i = 0; i < 6; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            Row(rows, 60_000 * (i + 1), "b", 2.0);
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        }

        // Ends a millisecond after it was last seen, so that whatever comes of it is later.
        Assert.Equal(["a 1@5", "b 1@5", "b 2@60000", "b 2@120000", "b 2@180000", "b 2@240000", "b 2@300000", "b 2@360000", "a nan@6"], await SamplesAsync(receiver));
        Row(rows, 361_000, "a", 3.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Assert.Equal("a 3@361000", (await SamplesAsync(receiver))[^1]);
    }

    [Fact]
    public async Task The_end_is_told_when_no_rows_come_at_all_too()
    {
        var time = new ManualTime();
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = Sink(receiver, Gauges, time);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        time.Advance(TimeSpan.FromMinutes(4));
        await sink.Sink.FlushAsync(isLast: false, CancellationToken.None);
        Assert.Single(receiver.Requests);
        time.Advance(sink.Sink.Patience!.Value);
        await sink.Sink.FlushAsync(isLast: false, CancellationToken.None);
        await sink.Sink.FlushAsync(isLast: false, CancellationToken.None);
        Assert.Equal(["a 1@5", "a nan@6"], await SamplesAsync(receiver));
        // The bits that the protocol keeps for that, little endian behind the field's tag.
        Assert.Contains(Convert.ToHexString([0x09, 0x02, 0, 0, 0, 0, 0, 0xf0, 0x7f]), Convert.ToHexString(await receiver.Requests.Last().PlainAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_series_ends_while_the_receiver_is_away()
    {
        var time = new ManualTime();
        var answer = 204;
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = answer);
        using var sink = Sink(receiver, Gauges, time);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        Row(rows, 5, "b", 1.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Row(rows, 6, "a", 2.0);
        var batch = rows.Build();
        answer = 503;
        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(OutcomeKind.Retry, (await sink.TryAsync(batch)).Kind);
        }

        answer = 204;
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch));
        Row(rows, 6, "b", 2.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Assert.DoesNotContain("b nan@6", await SamplesAsync(receiver));
    }

    [Fact]
    public async Task The_end_is_told_again_when_it_was_not_heard()
    {
        var time = new ManualTime();
        var answer = 204;
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = answer);
        using var sink = Sink(receiver, Gauges, time);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        time.Advance(TimeSpan.FromMinutes(6));
        answer = 503;
        await sink.Sink.FlushAsync(isLast: false, CancellationToken.None);
        answer = 204;
        await sink.Sink.FlushAsync(isLast: false, CancellationToken.None);
        await sink.Sink.FlushAsync(isLast: false, CancellationToken.None);
        Assert.Equal(["a 1@5", "a nan@6", "a nan@6"], await SamplesAsync(receiver));
    }

    [Fact]
    public async Task Series_go_on_with_the_next_run()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        using var rows = new Rows(Gauges);
        using (var sink = Sink(receiver, Gauges))
        {
            Row(rows, 5, "a", 1.0);
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
            await sink.Sink.FlushAsync(isLast: true, CancellationToken.None);
        }

        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task Beyond_max_series_new_ones_are_dropped_and_old_ones_go_on()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1", MaxSeries = 2 }, [Gauges]);
        using var rows = new Rows(Gauges);
        foreach (var name in (string[])["a", "b", "c", "d", new string('x', 17 << 10)])
            Row(rows, 5, name, 1.0);
        Row(rows, 6, "a", 2.0);
        var batch = rows.Build();
        var outcome = await sink.TryAsync(batch);
        Assert.Equal([new RefusedRows(batch, 2, 2, "series_full", true), new RefusedRows(batch, 4, 1, "labels_too_long", true)], outcome.Refused);
        Assert.Equal(["a 1@5", "b 1@5", "a 2@6"], await SamplesAsync(receiver));
    }

    [Fact]
    public async Task Two_sources_of_one_running_total_do_not_mix()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = Sink(receiver, Gauges);
        using var rows = new Rows(Gauges);
        Row(rows, 5, "a", 1.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Row(rows, 6, "a", 2.0);
        Assert.Equal(Outcome.Failed("other_source"), await sink.TryAsync(rows.Build(Rows.Origin with { Source = "other" })));
        Row(rows, 6, "a", 3.0);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build(Rows.Origin with { Host = "other" })));
    }

    private static RemoteSink Sink(FakeReceiver receiver, TableSchema table, TimeProvider? time = null) =>
        new(RemoteSink.Options(receiver.Address) with { Version = "1" }, [table], time);

    private static void Row(Rows rows, long milliseconds, string name, double value) => rows.Add(milliseconds * 1_000_000, name, value);

    /// <summary>All samples of all requests, as <c>name value@time</c>.</summary>
    private static async Task<string[]> SamplesAsync(FakeReceiver receiver)
    {
        var texts = await Task.WhenAll(receiver.Requests.Select(request => request.DecodeAsync()));
        return [.. texts.SelectMany(text => text.Split("timeseries {").Skip(1)).Select(Sample)];

        static string Sample(string text) => $"{After(text, "name: \"name\" value: \"", '"')} {After(text, "samples { value: ", ' ')}@{After(text, "timestamp: ", ' ')}";

        static string After(string text, string mark, char end)
        {
            var start = text.IndexOf(mark, StringComparison.Ordinal);
            return start < 0 ? "" : text[(start + mark.Length)..text.IndexOf(end, start + mark.Length)];
        }
    }
}
