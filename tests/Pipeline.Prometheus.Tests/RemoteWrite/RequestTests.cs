using System.Net;
using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>Requests of both versions, decompressed by python3-snappy and taken apart by protoc.</summary>
public class RequestTests
{
    private static readonly TableSchema Table = new(
        "t",
        TableKind.Metric,
        [
            new ColumnSchema("start_time", ColumnType.Time), new ColumnSchema("time", ColumnType.Time), Columns.Label("name"), Columns.Label("Big"), Columns.Counter("n"), Columns.Gauge("g", "ms"),
            Columns.Histogram("e_ns", Columns.Microseconds(3)), Columns.Histogram("x", ColumnType.ExponentialHistogram, "By"),
        ])
    { StartTimeColumn = "start_time" };

    private static readonly OptionTable Labels = new(new Dictionary<string, object> { ["zone"] = 7L });

    [Fact]
    public async Task Protoc_reads_every_field_of_version_1()
    {
        await using var receiver = new FakeReceiver((_, _) => { });
        var received = await SendAsync(receiver, "1");
        Assert.Equal("application/x-protobuf", received.Headers["Content-Type"]);
        Assert.Equal("0.1.0", received.Headers["X-Prometheus-Remote-Write-Version"]);
        Assert.Equal("snappy", received.Headers["Content-Encoding"]);
        Assert.StartsWith("Pipeline/", received.Headers["User-Agent"], StringComparison.Ordinal);

        // Sorted byte by byte: capitals, then the underscore, then small letters. What has no value is no label.
        static string One(string name, string value, string le = "") =>
            $$"""timeseries { labels { name: "__name__" value: "{{name}}" } {{(le.Length > 0 ? $"labels {{ name: \"le\" value: \"{le}\" }} " : "")}}labels { name: "name" value: "a\"\n" } labels { name: "zone" value: "7" } samples { value: {{value}} timestamp: 9001 } }""";
        Assert.Equal(
            string.Join(
                " ",
                One("t_n_total", "7"), One("t_g_seconds", "0.0005"),
                One("t_e_seconds_bucket", "1", "1e-06"), One("t_e_seconds_bucket", "3", "2e-06"), One("t_e_seconds_bucket", "6", "+Inf"), One("t_e_seconds_sum", "4"), One("t_e_seconds_count", "6"),
                One("t_x_bytes_bucket", "1", "4.0"), One("t_x_bytes_bucket", "6", "8.0"), One("t_x_bytes_bucket", "6", "16.0"), One("t_x_bytes_bucket", "6", "32.0"), One("t_x_bytes_bucket", "8", "64.0"),
                One("t_x_bytes_bucket", "12", "128.0"), One("t_x_bytes_bucket", "12", "+Inf"), One("t_x_bytes_sum", "99"), One("t_x_bytes_count", "12")),
            await received.DecodeAsync());
    }

    [Fact]
    public async Task Protoc_reads_every_field_of_version_2()
    {
        await using var receiver = new FakeReceiver((request, response) =>
        {
            response.StatusCode = 204;
            response.Headers["X-Prometheus-Remote-Write-Samples-Written"] = "7";
            response.Headers["X-Prometheus-Remote-Write-Histograms-Written"] = "1";
        });
        var received = await SendAsync(receiver, "2");
        Assert.Equal("application/x-protobuf;proto=io.prometheus.write.v2.Request", received.Headers["Content-Type"]);
        Assert.Equal("2.0.0", received.Headers["X-Prometheus-Remote-Write-Version"]);
        string[] symbols =
        [
            "", "name", @"a\""\n", "zone", "7", "__name__", "t_n_total", "Counts n.", "t_g_seconds", "Measures g.", "seconds", "t_e_seconds_bucket", "le", "1e-06", "Distribution of e_ns.", "2e-06", "+Inf",
            "t_e_seconds_sum", "t_e_seconds_count", "t_x_bytes", "Distribution of x.", "bytes",
        ];
        static string Refs(params int[] refs) => string.Join(" ", refs.Select(i => $"labels_refs: {i}"));
        static string Sample(string value) => $"samples {{ value: {value} timestamp: 9001 start_timestamp: 2500 }}";
        const string Distribution = "metadata { type: METRIC_TYPE_HISTOGRAM help_ref: 14 unit_ref: 10 } created_timestamp: 2500";
        Assert.Equal(
            string.Join(
                " ",
                [
                    .. symbols.Select(symbol => $"symbols: \"{symbol}\""),
                    $"timeseries {{ {Refs(5, 6, 1, 2, 3, 4)} {Sample("7")} metadata {{ type: METRIC_TYPE_COUNTER help_ref: 7 }} created_timestamp: 2500 }}",
                    $"timeseries {{ {Refs(5, 8, 1, 2, 3, 4)} samples {{ value: 0.0005 timestamp: 9001 }} metadata {{ type: METRIC_TYPE_GAUGE help_ref: 9 unit_ref: 10 }} }}",
                    $"timeseries {{ {Refs(5, 11, 12, 13, 1, 2, 3, 4)} {Sample("1")} {Distribution} }}",
                    $"timeseries {{ {Refs(5, 11, 12, 15, 1, 2, 3, 4)} {Sample("3")} {Distribution} }}",
                    $"timeseries {{ {Refs(5, 11, 12, 16, 1, 2, 3, 4)} {Sample("6")} {Distribution} }}",
                    $"timeseries {{ {Refs(5, 17, 1, 2, 3, 4)} {Sample("4")} {Distribution} }}",
                    $"timeseries {{ {Refs(5, 18, 1, 2, 3, 4)} {Sample("6")} {Distribution} }}",
                    $"timeseries {{ {Refs(5, 19, 1, 2, 3, 4)} histograms {{ count_int: 12 sum: 99 zero_threshold: 2.9387358770557188e-39 zero_count_int: 1 positive_spans {{ offset: 3 length: 1 }} positive_spans {{ offset: 2 length: 2 }} positive_deltas: 5 positive_deltas: -3 positive_deltas: 2 timestamp: 9001 start_timestamp: 2500 }} metadata {{ type: METRIC_TYPE_HISTOGRAM help_ref: 20 unit_ref: 21 }} created_timestamp: 2500 }}",
                ]),
            await received.DecodeAsync());
    }

    [Fact]
    public async Task Labels_are_in_the_order_of_their_bytes()
    {
        var table = Columns.Table("t", Columns.Label("z"), Columns.Label("Z"), Columns.Label("a"), Columns.Label("_x"), Columns.Label("m"), Columns.Gauge("g"));
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1" }, [table]);
        using var rows = new Rows(table);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Add("1", "2", "3", "4", "5", 0.5).Build(Rows.Origin with { Host = "elsewhere" })));
        var text = await receiver.Requests.Single().DecodeAsync();
        Assert.Equal(["Z", "__name__", "_x", "a", "host", "m", "z"], text.Split(" name: \"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_write_larger_than_a_request_goes_in_several_and_loses_nothing()
    {
        var table = Columns.Table("t", Columns.Label("name"), Columns.Gauge("g"));
        await using var receiver = new FakeReceiver((_, _) => { });
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = "1" }, [table]);
        using var rows = new Rows(table);
        for (var i = 0; i < 1_000; i++)
            rows.Add($"{i:0000}{new string('x', 10_000)}", i + 0.5);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(rows.Build()));
        Assert.Equal(3, receiver.Requests.Count);
        var texts = await Task.WhenAll(receiver.Requests.Select(request => request.DecodeAsync()));
        Assert.Equal(1_000, texts.Sum(text => text.Split("timeseries {").Length - 1));
    }

    [Fact]
    public async Task Version_2_is_told_by_what_it_wrote_and_then_kept()
    {
        await using var receiver = new FakeReceiver((request, response) => response.Headers["X-Prometheus-Remote-Write-Samples-Written"] = "1");
        using var sink = Gauge(receiver, "auto", out var next);
        for (var i = 0; i < 3; i++)
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(next()));
        Assert.Equal([true, true, true], receiver.Requests.Select(request => request.IsTwo));
    }

    [Theory]
    [InlineData(415)]
    [InlineData(400)]
    [InlineData(204)]
    [InlineData(200)]
    public async Task What_knows_version_1_only_gets_that(int status)
    {
        await using var receiver = new FakeReceiver((request, response) => response.StatusCode = request.IsTwo ? status : 204);
        using var sink = Gauge(receiver, "auto", out var next);
        for (var i = 0; i < 3; i++)
            Assert.Equal(Outcome.Delivered, await sink.TryAsync(next()));
        Assert.Equal([true, false, false, false], receiver.Requests.Select(request => request.IsTwo));
        Assert.Equal("""timeseries { labels { name: "__name__" value: "t" } samples { value: 1 timestamp: 1 } }""", await receiver.Requests.ElementAt(1).DecodeAsync());
    }

    [Fact]
    public async Task A_receiver_that_was_away_may_have_learned_version_2()
    {
        var knowsTwo = false;
        void Answer(Received request, HttpListenerResponse response)
        {
            response.StatusCode = request.IsTwo && !knowsTwo ? 415 : 204;
            if (knowsTwo)
                response.Headers["X-Prometheus-Remote-Write-Samples-Written"] = "1";
        }

        var receiver = new FakeReceiver(Answer);
        using var sink = Gauge(receiver, "auto", out var next);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(next()));
        var address = receiver.Address;
        await receiver.DisposeAsync();
        var batch = next();
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "unreachable"), await sink.TryAsync(batch));
        knowsTwo = true;
        await using var again = new FakeReceiver(Answer, address);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch));
        Assert.Equal([true], again.Requests.Select(request => request.IsTwo));
    }

    [Theory]
    [InlineData(415, "http_415")]
    [InlineData(204, "http_415")]
    public async Task A_version_that_the_user_chose_is_not_changed(int status, string reason)
    {
        await using var receiver = new FakeReceiver((_, response) => response.StatusCode = status);
        using var sink = Gauge(receiver, "2", out var next);
        Assert.Equal(Outcome.Failed(reason), await sink.TryAsync(next()));
        Assert.Equal([true], receiver.Requests.Select(request => request.IsTwo));
    }

    private static async Task<Received> SendAsync(FakeReceiver receiver, string version)
    {
        using var sink = new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = version, Labels = Labels }, [Table]);
        using var rows = new Rows(Table);
        var batch = rows.Add(1_500_000_000, 8_001_999_999, "a\"\n", "", 7, 0.5, Rows.Explicit([1, 2, 3], 4e9), Rows.Exponential(0, 2, [5, 0, 0, 2, 4], 1, 99)).Build(unixOffset: 1_000_000_000);
        Assert.Equal(Outcome.Delivered, await sink.TryAsync(batch));
        return receiver.Requests.Single();
    }

    /// <summary>A sink for rows of one gauge, each a millisecond later.</summary>
    private static RemoteSink Gauge(FakeReceiver receiver, string version, out Func<RecordBatch> next)
    {
        var table = Columns.Table("t", new ColumnSchema("time", ColumnType.Time), Columns.Gauge("g"));
        var rows = new Rows(table);
        var time = 0L;
        next = () => rows.Add(++time * 1_000_000, (double)time).Build();
        return new RemoteSink(RemoteSink.Options(receiver.Address) with { Version = version }, [table]);
    }
}
