using Pipeline.Otlp.Tests.Encoding;
using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Sinks.Otlp;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>What arrives when all is well.</summary>
public class DeliveryTests
{
    public static TheoryData<string, string> Ways => new()
    {
        { "grpc", "none" },
        { "grpc", "gzip" },
        { "http/protobuf", "none" },
        { "http/protobuf", "gzip" },
        { "http/json", "none" },
        { "http/json", "gzip" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Rows_of_every_signal_arrive_in_one_request_each(string protocol, string compression)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.StartAsync(new OtlpOptions
        {
            Endpoint = (protocol == "grpc" ? collector.Grpc : collector.Http).ToString(),
            Protocol = protocol,
            Compression = Enum.Parse<Compression>(compression, ignoreCase: true),
            Headers = new OptionTable(new Dictionary<string, object> { ["x-scope"] = "some tenant" }),
        });

        var outcome = await sink.WriteAsync(Tables.EventRows(100), Tables.FigureRows(7), Tables.SpanRows(5), Tables.EventRows(11), Tables.PairedFigureRows(3));

        Assert.Equal(Outcome.Delivered, outcome);
        Assert.Equal(3, collector.Requests.Count);
        Assert.Equal((111, 13, 5), (collector.Counts.Accepted(Signal.Logs), collector.Counts.Accepted(Signal.Metrics), collector.Counts.Accepted(Signal.Traces)));
        Assert.All(collector.Requests, request =>
        {
            Assert.Equal("some tenant", request.Headers["x-scope"]);
            Assert.Equal(compression == "gzip", request.WireBytes < request.MessageBytes);
            Assert.Equal(protocol, request.Transport switch { Transport.Grpc => "grpc", Transport.HttpJson => "http/json", _ => "http/protobuf" });
        });
        Assert.Empty(sink.Lines);
    }

    [Fact]
    public async Task The_bytes_are_those_of_the_encoder()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var time = new StoppedTime();
        await using var grpc = await SentSink.StartAsync(new OtlpOptions { Endpoint = collector.Grpc.ToString(), Protocol = "grpc" }, time: time);
        await using var http = await SentSink.StartAsync(new OtlpOptions { Endpoint = collector.Http.ToString() }, time: time);

        await grpc.WriteAsync(Tables.FigureRows(50));
        await http.WriteAsync(Tables.FigureRows(50));

        using var encoder = new OtlpEncoder(new OtlpSettings { Time = time }, Tables.All);
        var batch = Tables.FigureRows(50);
        encoder.Append(batch);
        batch.Release();
        Assert.All(collector.Requests, request => Assert.Equal(encoder.Requests[(int)OtlpSignal.Metrics].Written.ToArray(), request.Message.ToArray()));
    }

    [Fact]
    public async Task Many_writes_at_once_mix_nothing_up()
    {
        await using var collector = await OtlpCollector.StartAsync(new CollectorOptions { KeepsRequests = false });
        await using var sink = await SentSink.OverGrpcAsync(collector.Grpc);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 1; i <= 50; i++)
                Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(i, characters: 200), Tables.SpanRows(i)));
        }));

        Assert.Equal((0, 8 * 1275, 8 * 1275), (collector.Counts.Broken, collector.Counts.Accepted(Signal.Logs), collector.Counts.Accepted(Signal.Traces)));
    }

    [Fact]
    public async Task More_rows_than_fit_a_request_go_in_several()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverHttpAsync(collector.Http);

        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(3000, characters: 1000), Tables.EventRows(3000, characters: 1000)));

        Assert.Equal(6000, collector.Counts.Accepted(Signal.Logs));
        Assert.InRange(collector.Requests.Count, 2, 3);
        Assert.All(collector.Requests, request => Assert.InRange(request.MessageBytes, 1, 4 << 20));
    }

    [Fact]
    public async Task A_row_larger_than_a_request_usually_is_goes_alone()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverHttpAsync(collector.Http);

        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRowsOf(10, 5 << 20, 10, 10)));

        Assert.Equal([1, 1, 2], collector.Requests.Select(request => request.Rows));
    }

    [Fact]
    public async Task The_resource_and_what_a_row_is_called_are_the_users()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var options = new OtlpOptions { Endpoint = collector.Http.ToString(), Protocol = "http/json", ServiceName = "checkout" };
        await using var named = await SentSink.StartAsync(options, new() { ["OTEL_RESOURCE_ATTRIBUTES"] = "region=eu" });
        await using var unnamed = await SentSink.StartAsync(options with { RowIds = false });

        await named.WriteAsync(Tables.EventRows(1));
        await unnamed.WriteAsync(Tables.EventRows(1));

        var texts = collector.Requests.Select(request => System.Text.Encoding.UTF8.GetString(request.Message.Span)).ToArray();
        Assert.All(["checkout", "region", "log.record.uid", "machine/source/1700000000000000000/0"], word => Assert.Contains(word, texts[0], StringComparison.Ordinal));
        Assert.DoesNotContain("log.record.uid", texts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_that_are_not_UTF_8_are_told_of_once()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverHttpAsync(collector.Http);
        using var rows = new Rows(Tables.Events);
        var batch = rows.Add(1_000L, 1, (byte[])[0xff, (byte)'a']).Build();

        for (var i = 0; i < 3; i++)
        {
            batch.AddReference();
            Assert.Equal(Outcome.Delivered, await sink.WriteAsync(batch));
        }

        batch.Release();
        Assert.Contains("not UTF-8", Assert.Single(sink.Lines), StringComparison.Ordinal);
    }
}
