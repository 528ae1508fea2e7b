using System.Text;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka.Producing;

namespace Pipeline.Kafka.Tests.Sending;

public sealed class FigureTests
{
    [Fact]
    public async Task What_librdkafka_counts_becomes_figures_of_the_sink()
    {
        using var cluster = new MockCluster();
        await using var sink = await RunningSink.StartAsync(cluster.Patient);
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(0, 1000))).Kind);
        // It tells each five seconds; what is delivered is in the queue until its report is read.
        for (var i = 0; i < 3000 && (Value(sink, "delivered_messages", ""), Value(sink, "queued_messages", "")) != (1000, 0); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(1000, Value(sink, "delivered_messages", ""));
        Assert.Equal(1, Value(sink, "connects", cluster.Addresses));
        Assert.True(Value(sink, "sent_bytes", "") > 10_000);
        Assert.Contains(sink.Sink.ReadFigures(), f => f == new Figure("queued_messages", "", Instrument.Gauge, 0));
    }

    [Fact]
    public void Statistics_without_the_expected_are_no_figures()
    {
        Assert.Empty(Statistics.Read("{}"u8)!);
        Assert.Null(Statistics.Read("{"u8));
        Assert.Null(Statistics.Read("{\"msg_cnt\":\"many\"}"u8));
        Assert.Null(Statistics.Read("[1]"u8));
        var figures = Statistics.Read(Encoding.UTF8.GetBytes(
            """{"msg_cnt":3,"brokers":{"a":{"nodeid":-1,"nodename":"","txerrs":1},"b":{"nodeid":2,"nodename":"b:1","txerrs":4,"rtt":{"avg":5}}}}"""));
        Assert.Equal(
            [
                new Figure("queued_messages", "", Instrument.Gauge, 3),
                new Figure("failed_requests", "b:1", Instrument.Counter, 4),
                new Figure("round_trip_ns", "b:1", Instrument.Gauge, 5000),
            ],
            figures!);
    }

    private static long Value(RunningSink sink, string name, string of) => sink.Sink.ReadFigures().FirstOrDefault(f => f.Name == name && f.Of == of).Value;
}
