using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mqtt.MqttBytes;
using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Mqtt;

[Collection(Alone.Name)]
public sealed class MqttHostileTests
{
    private static readonly string[] Words =
    [
        Connect(3, "a"), Connect(4, "a"), Connect(5, "a"), Connect(4, "a", 0xEE, Utf("w") + Utf("p") + Utf("u") + Utf("p")), Connack(4), Connack(5), Connack(4, 5), Publish("t", "x"), Publish("t", "x", 1, 1), Publish("t", "x", 2, 2),
        Publish("t", "x", properties: "\u0023\0\u0001"), Publish("", "x", properties: "\u0023\0\u0001"), Publish("t", "x", 1, 1, 8), Ack(1), Ack(1, 0x87), Rec(2), Rel(2), Comp(2), Rec(2, 0x97), Subscribe(4, 3, ("a", 1)), Subscribe(5, 3, ("a", 1)),
        Suback(4, 3, "\0"), Suback(5, 3, "\u0080"), Packet(0xA2, U16(4) + Utf("a")), Packet(0xB0, U16(4)), Ping, Pong, Packet(0xE0, ""), Packet(0xE0, "\u008e"), Packet(0xF0, "\u0018\0"), "\u0030\u00ff\u00ff\u00ff\u007f", "\u0030\u00ff\u00ff\u00ff\u00ff",
        "\u0036\u0005", "\u0010\u0010\0\u0004MQTT", "\u0010\u00ff\u0001\0\u0004MQTT\u0005\u00ff\0\0\u00ff\u00ff", "\u0082\u0002\0\u0001", "\0", "\u00ff",
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = Fuzz.Run(20322, (random, connection) => RandomPieces.Make(random, connection, Words, () => RandomMqtt.Make(random, 3).Talk));
        Assert.True(rows > Fuzz.Inputs / 100, $"{rows} rows: most inputs were not read as MQTT");
    }

    [Theory]
    [InlineData("\0\0")]
    [InlineData("\u0036\u0005\0\u0001t\0\u0001")]
    [InlineData("\u0031\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("\u0030\u0005\0\u0009abc")]
    [InlineData("\u0032\u0005\0\u0001t\0\0")]
    [InlineData("\u0041\u0002\0\u0001")]
    [InlineData("\u0040\u0003\0\u0001\0")]
    [InlineData("\u0090\u0003\0\u0001\0")]
    [InlineData("\u00f0\0")]
    public void What_is_no_packet_is_invalid_and_the_next_one_is_found(string wrong)
    {
        using var run = new ProtocolRun();
        run.Feed(Opened().Ask(wrong).Ask(Publish("next", "x")).Pieces);
        run.Flush();
        Assert.True(run.Stat("invalid", "mqtt") > 0);
        Assert.Equal("next", run.Others[^1]["topic"]);
    }

    [Fact]
    public void Subscription_of_megabytes_is_told_as_far_as_it_is_read()
    {
        var rows = Conversations.RowsOf(Opened().Ask(Subscribe(4, 9, [.. Enumerable.Range(0, 30_000).Select(i => ($"topic/{i}", 1))])).Answer(Suback(4, 9, new string('\u0001', 30_000))).Ask(Publish("next", "x")));
        Assert.Equal([("topic/0", "SUBACK"), ("next", "")], rows.Skip(1).Select(r => (r["topic"], r["resp_cmd"])));
    }

    [Fact]
    public void Messages_that_are_never_answered_are_told_in_the_end()
    {
        var talk = Opened();
        for (var i = 1; i < 5000; i++)
            talk.Ask(Publish("t", "x", 1, i));
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces, 500);
        Assert.Single(run.Others);
        run.Close(talk);
        run.Flush();
        Assert.Equal((5000, 4999ul), (run.Others.Count, run.Stat("unpaired_requests", "mqtt")));
    }

    [Fact]
    public void Aliases_and_messages_stay_within_the_memory()
    {
        using var run = new ProtocolRun(new Transforms.Protocols.ProtocolsOptions { Memory = new ByteSize(4 << 20) });
        var talk = Opened(5);
        for (var i = 1; i < 20_000; i++)
            talk.Ask(Publish(new string('t', 1000), "x", 1, i, properties: "\u0023" + U16(i)));
        run.Feed(talk.Pieces, 500);
        run.Flush();
        Assert.True(run.Stat("evicted", "mqtt") > 0);
    }

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory() => Allocation.IsNone(
        Opened(5),
        talk =>
        {
            for (var i = 1; i <= 100; i++)
                talk.Ask(Publish("a/b", "hello", 1, i, properties: "\u0003" + Utf("text/plain")) + Publish("a/c", "there", 2, 200 + i, properties: "")).Answer(Ack(i) + Rec(200 + i) + Publish("d", "x", properties: "")).Ask(Rel(200 + i)).Answer(Comp(200 + i));
        },
        300);
}
