using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>Requests that a receiver finds too large.</summary>
public class SizeTests
{
    public static TheoryData<string, bool> Servers => new() { { "grpc", false }, { "grpc", true }, { "http/protobuf", false }, { "http/protobuf", true } };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task What_is_too_large_is_sent_in_parts_and_so_is_what_comes_after(string protocol, bool unread)
    {
        await using var collector = await StartAsync(60_000, unread);
        await using var sink = await ToAsync(collector, protocol);

        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(1000, characters: 1000), Tables.EventRows(1000, characters: 1000)));
        Assert.Equal(2000, collector.Counts.Accepted(Signal.Logs));

        var (received, taken) = (collector.Counts.Requests, collector.Requests.Count);
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(1000, characters: 1000)));
        Assert.Equal(3000, collector.Counts.Accepted(Signal.Logs));
        Assert.Equal(collector.Counts.Requests - received, collector.Requests.Count - taken);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_row_that_is_too_large_by_itself_is_refused_and_the_others_arrive(string protocol, bool unread)
    {
        await using var collector = await StartAsync(60_000, unread);
        await using var sink = await ToAsync(collector, protocol);
        var batch = Tables.EventRowsOf(10, 20, 100_000, 10);

        var outcome = await sink.WriteAsync(batch);

        Assert.Equal(OutcomeKind.Partly, outcome.Kind);
        Assert.Equal(new RefusedRows(batch, 2, 1, "too_large", IsFinal: true), Assert.Single(outcome.Refused));
        Assert.Equal(3, collector.Counts.Accepted(Signal.Logs));
    }

    [Theory]
    [InlineData("grpc: received message larger than max (5000000 vs. 4194304)")]
    [InlineData("Received message exceeds the maximum configured message size.")]
    [InlineData("gRPC message exceeds maximum size 4194304: 5000000")]
    [InlineData("CLIENT: Received message larger than max (5000000 vs. 4194304)")]
    public async Task What_servers_say_of_a_message_that_is_too_large_is_understood(string words)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverGrpcAsync(collector.Grpc);
        collector.Next(Answer.Grpc(8, words));

        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(100, characters: 1000)));
        Assert.Equal(100, collector.Counts.Accepted(Signal.Logs));
    }

    [Fact]
    public async Task Who_finds_everything_too_large_is_not_sent_a_request_a_row()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverHttpAsync(collector.Http);
        collector.Script = _ => Answer.Http(413);

        Assert.Equal(Outcome.Failed("too_large"), await sink.WriteAsync(Tables.EventRows(1000)));
        Assert.InRange(collector.Requests.Count, 2, 100);
    }

    private static Task<OtlpCollector> StartAsync(int largest, bool unread) =>
        OtlpCollector.StartAsync(new CollectorOptions { LargestMessage = largest, RefusesUnread = unread });

    private static Task<SentSink> ToAsync(OtlpCollector collector, string protocol) =>
        protocol == "grpc" ? SentSink.OverGrpcAsync(collector.Grpc) : SentSink.OverHttpAsync(collector.Http);
}
