using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Sinks.Otlp;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>A real proxy before the receiver, which answers in its place what it thinks right.</summary>
public class ProxyTests
{
    public static TheoryData<string> Protocols => ["grpc", "http/protobuf"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_is_too_large_for_the_proxy_is_sent_in_parts(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var nginx = await BeforeAsync(collector, protocol);
        await using var sink = await ToAsync(nginx, protocol);

        // Each answer comes before the request has been sent: what is on its way then must not be what is written next.
        for (var i = 0; i < 5; i++)
            Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(3000, characters: 1000)));

        Assert.Equal((15_000, 0), (collector.Counts.Accepted(Signal.Logs), collector.Counts.Broken));
        Assert.Contains(" says too_large: ", Assert.Single(sink.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_receiver_that_is_gone_behind_the_proxy_is_waited_for(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var nginx = await BeforeAsync(collector, protocol);
        await using var sink = await ToAsync(nginx, protocol);
        await collector.PauseAsync();
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "http_502"), await sink.WriteAsync(Tables.EventRows(10)));

        await collector.ResumeAsync();
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(10)));
    }

    private static Task<Nginx> BeforeAsync(OtlpCollector collector, string protocol) =>
        Nginx.StartAsync(protocol == "grpc" ? collector.Grpc : collector.Http, protocol == "grpc");

    private static Task<SentSink> ToAsync(Nginx nginx, string protocol) =>
        SentSink.StartAsync(new OtlpOptions { Endpoint = nginx.Address.ToString(), Protocol = protocol, Timeout = TimeSpan.FromMinutes(5) });
}
