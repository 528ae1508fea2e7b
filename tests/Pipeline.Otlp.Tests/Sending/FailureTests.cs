using System.Net;
using System.Net.Sockets;
using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Answering;
using Pipeline.Sinks.Otlp;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>What the sink tells where no answer comes.</summary>
public class FailureTests
{
    public static TheoryData<string> Protocols => ["grpc", "http/protobuf"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_receiver_that_is_gone_is_found_again_when_it_is_back(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await ToAsync(collector, protocol);
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(10)));

        await collector.PauseAsync();
        for (var i = 0; i < 3; i++)
            Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "unreachable"), await sink.WriteAsync(Tables.EventRows(10)));

        await collector.ResumeAsync();
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(Tables.EventRows(10)));
        Assert.Equal(20, collector.Counts.Accepted(Signal.Logs));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_name_that_nobody_knows_is_told_as_dns(string protocol)
    {
        // Longer than a name may be, so that no server is asked for it.
        await using var sink = await SentSink.StartAsync(new OtlpOptions { Protocol = protocol, Endpoint = $"http://{new string('a', 64)}.invalid:4317" });

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "dns"), await sink.WriteAsync(Tables.EventRows(10)));
    }

    [Fact]
    public async Task A_port_that_does_not_speak_HTTP_2_is_no_receiver_of_gRPC()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await SentSink.OverGrpcAsync(collector.Http);

        var outcome = await sink.WriteAsync(Tables.EventRows(10));

        // What the server says of it does not come where it closes before this end has written all.
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, outcome.Reason!), outcome);
        Assert.Contains(outcome.Reason, (string[])["bad_answer", "unreachable"]);
        Assert.Single(sink.Lines);
    }

    [Fact]
    public async Task A_port_that_speaks_no_HTTP_at_all_is_no_receiver()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        var endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        foreach (var sink in (SentSink[])[await SentSink.OverGrpcAsync(endpoint), await SentSink.OverHttpAsync(endpoint)])
        {
            var outcome = await sink.WriteAsync(Tables.EventRows(10));
            Assert.Equal(OutcomeKind.Retry, outcome.Kind);
            // .NET's HTTP/2 may find its own end closed before it says why.
            Assert.Contains(outcome.Reason, (string[])["bad_answer", "unreachable"]);
            Assert.Single(sink.Lines);
            await sink.DisposeAsync();
        }

        listener.Stop();
        await serving;

        static async Task ServeAsync(TcpListener listener)
        {
            for (var i = 0; i < 2; i++)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"u8.ToArray());
                // Until the sink goes.
                await client.GetStream().CopyToAsync(Stream.Null).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task At_the_stop_deadline_a_write_gives_up(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await ToAsync(collector, protocol);
        collector.Script = _ => Answer.Hang;
        using var stop = new CancellationTokenSource();
        var batch = Tables.EventRows(10);

        var write = sink.WriteAsync(batch, stop.Token);
        while (collector.Requests.Count == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "deadline"), await write);
        batch.Release();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Failures_of_all_kinds_in_a_row_leave_nothing_behind(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var sink = await ToAsync(collector, protocol);
        Answer[] answers = [Answer.Close, Answer.Half, Answer.Garbage, Answer.Http(500), Answer.Http(503), Answer.Endless, Answer.Success];
        var random = new Random(20260131);
        var delivered = 0L;

        for (var i = 0; i < 200; i++)
        {
            collector.Next(answers[random.Next(answers.Length)]);
            if (await sink.WriteAsync(Tables.EventRows(20, characters: 500)) is { Kind: OutcomeKind.Delivered })
                delivered += 20;
        }

        Assert.Equal(0, collector.Counts.Broken);
        Assert.Equal(200 * 20, collector.Counts.Rows(Signal.Logs));
        Assert.Equal(collector.Counts.Accepted(Signal.Logs), delivered);
    }

    private static Task<SentSink> ToAsync(OtlpCollector collector, string protocol) =>
        protocol == "grpc" ? SentSink.OverGrpcAsync(collector.Grpc) : SentSink.OverHttpAsync(collector.Http);
}
