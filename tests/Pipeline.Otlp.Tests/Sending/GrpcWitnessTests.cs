using System.Globalization;
using Pipeline.Otlp.Tests.Encoding;
using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Sinks.Otlp;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>The sink and a server of gRPC's own library understand each other.</summary>
public class GrpcWitnessTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public async Task A_call_arrives_as_it_was_sent(string compression)
    {
        await using var server = await PythonServer.StartAsync();
        var time = new StoppedTime();
        var options = Options(server, "") with { Compression = Enum.Parse<Compression>(compression, ignoreCase: true), Timeout = TimeSpan.FromSeconds(100) };
        await using var sink = await SentSink.StartAsync(options, time: time);

        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(500)));

        var call = await server.NextAsync();
        Assert.Equal("/opentelemetry.proto.collector.logs.v1.LogsService/Export", call.GetProperty("method").GetString());
        Assert.InRange(call.GetProperty("seconds_left").GetDouble(), 1, 100);
        Assert.StartsWith("pipeline/", call.GetProperty("metadata").GetProperty("user-agent").GetString(), StringComparison.Ordinal);
        using var encoder = new OtlpEncoder(new OtlpSettings { Time = time }, Tables.All);
        var batch = Tables.EventRows(500);
        encoder.Append(batch);
        batch.Release();
        Assert.Equal(encoder.Requests[(int)OtlpSignal.Logs].Written.ToArray(), call.GetProperty("request").GetBytesFromBase64());
    }

    [Fact]
    public async Task Every_status_is_told_apart()
    {
        await using var server = await PythonServer.StartAsync();
        for (var code = 1; code <= 16; code++)
        {
            await using var sink = await SentSink.StartAsync(Options(server, code.ToString(CultureInfo.InvariantCulture)));
            var outcome = await sink.WriteAsync(Tables.EventRows(1));

            Assert.Equal(code is 1 or 4 or 10 or 11 or 14 or 15 ? OutcomeKind.Retry : OutcomeKind.Failed, outcome.Kind);
            Assert.EndsWith($"says {outcome.Reason}: é says no: 100%", Assert.Single(sink.Lines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RetryInfo_and_partial_success_are_understood()
    {
        await using var server = await PythonServer.StartAsync();
        await using var later = await SentSink.StartAsync(Options(server, "retry-8"));
        await using var partly = await SentSink.StartAsync(Options(server, "partial"));

        Assert.Equal(Outcome.Throttled(TimeSpan.FromSeconds(2.5), "resource_exhausted"), await later.WriteAsync(Tables.EventRows(10)));
        Assert.Equal(Outcome.Rejected(3, "partial_success"), await partly.WriteAsync(Tables.EventRows(10)));
    }

    [Fact]
    public async Task A_message_larger_than_it_takes_is_sent_in_parts()
    {
        await using var server = await PythonServer.StartAsync("60000");
        await using var sink = await SentSink.StartAsync(Options(server, ""));

        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(1000, characters: 500)));
        Assert.Contains("too_large: ", Assert.Single(sink.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_sees_the_certificate_that_it_asks_for()
    {
        using var authority = new Authority();
        var (serverCertificate, serverKey) = authority.Files(authority.Issue("localhost"), "server");
        var (certificate, key) = authority.Files(authority.Issue("this-sink"));
        await using var server = await PythonServer.StartAsync("4000000", serverKey, serverCertificate, authority.CaFile);
        var options = Options(server, "") with { Endpoint = $"localhost:{server.Port}", Ca = authority.CaFile };
        await using var sink = await SentSink.StartAsync(options with { Certificate = certificate, Key = key });
        await using var without = await SentSink.StartAsync(options);

        Assert.Equal(OutcomeKind.Retry, (await without.WriteAsync(Tables.EventRows(1))).Kind);
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(1)));
        Assert.Equal("this-sink", (await server.NextAsync()).GetProperty("client").GetString());
    }

    private static OtlpOptions Options(PythonServer server, string answer) => new()
    {
        Endpoint = $"http://127.0.0.1:{server.Port}",
        Protocol = "grpc",
        Headers = new OptionTable(new Dictionary<string, object> { ["x-answer"] = answer }),
    };
}
