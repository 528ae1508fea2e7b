using Pipeline.Protocols.Tests.Queues;
using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mqtt.MqttBytes;
using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Mqtt;

public sealed class MqttTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Opening_of_a_connection_is_a_row_without_the_password(int version)
    {
        var will = (version == 5 ? "\u0005\u0018\0\0\0\u0007" : "") + Utf("gone") + Utf("farewell");
        var row = Assert.Single(new Talk().Ask(Connect(version, "sensor", 0xEE, will + Utf("app") + Utf("hunter2"))).Answer(Connack(version)).Rows());
        Assert.Equal(("CONNECT", "CONNACK", "connect", $"{version}", "sensor", "1000000", ""), (row["req_cmd"], row["resp_cmd"], row["operation"], row["version"], row["client_id"], row["latency_ns"], row["error"]));
        Assert.Equal(
            $"{{\"keep_alive\":60,\"clean\":true,\"will\":{{{(version == 5 ? "\"will_delay_interval\":7," : "")}\"topic\":\"gone\",\"payload_size\":8,\"qos\":1,\"retain\":true}},\"username\":\"app\",\"password\":\"[redacted]\"}}",
            row["properties"]);
        Assert.DoesNotContain("hunter2", row.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 5, "not_authorized")]
    [InlineData(3, 4, "bad_user_name_or_password")]
    [InlineData(5, 0x87, "not_authorized")]
    [InlineData(5, 0x99, "payload_format_invalid")]
    [InlineData(5, 0xFE, "unspecified_error")]
    public void Refusal_is_an_error(int version, int code, string error)
    {
        var row = Assert.Single(new Talk().Ask(Connect(version, "x")).Answer(Connack(version, code)).Rows());
        Assert.Equal(($"{code}", error), (row["reason_code"], row["error"]));
    }

    [Fact]
    public void Client_without_a_name_has_the_one_the_server_gave()
    {
        var rows = new Talk().Ask(Connect(5, "")).Answer(Connack(5, 0, "\u0012" + Utf("auto-1"))).Ask(Publish("t", "x", properties: "")).Rows();
        Assert.Equal(["auto-1", "auto-1"], rows.Select(r => r["client_id"]));
    }

    [Fact]
    public void Message_that_nothing_answers_is_a_row_at_once()
    {
        var rows = Opened().Ask(Publish("a/b", "hello", flags: 1)).Answer(Publish("c/d", "there")).Rows().Skip(1).ToList();
        Assert.Equal([("publish", "send", "a/b", "hello", "5", "1"), ("deliver", "receive", "c/d", "there", "5", "0")], rows.Select(r => (r["operation"], r["operation_type"], r["topic"], r["payload"], r["payload_size"], r["retain"])));
        Assert.All(rows, r => Assert.Equal(("PUBLISH", "", "0", "0"), (r["req_cmd"], r["resp_cmd"], r["packet_id"], r["latency_ns"])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_of_either_side_have_their_answers(bool isOfServer)
    {
        var talk = Opened();
        Talk Say(bool isFirst, string text) => isFirst != isOfServer ? talk.Ask(text) : talk.Answer(text);
        Say(true, Publish("one", "1", 1, 7) + Publish("two", "2", 2, 8));
        Say(false, Rec(8));
        Say(true, Rel(8));
        Say(false, Comp(8));
        Say(false, Ack(7));
        var rows = talk.Rows().Skip(1);
        Assert.Equal([("two", "2", "8", "PUBCOMP", "3000000"), ("one", "1", "7", "PUBACK", "4000000")], rows.Select(r => (r["topic"], r["qos"], r["packet_id"], r["resp_cmd"], r["latency_ns"])));
    }

    [Fact]
    public void Same_number_on_both_sides_is_two_messages()
    {
        var rows = Opened().Ask(Publish("up", "1", 1, 1)).Answer(Publish("down", "2", 1, 1)).Answer(Ack(1)).Ask(Ack(1)).Rows().Skip(1);
        Assert.Equal([("up", "PUBACK"), ("down", "PUBACK")], rows.Select(r => (r["topic"], r["resp_cmd"])));
    }

    [Fact]
    public void Message_that_is_sent_again_is_one_row()
    {
        var rows = Opened().Ask(Publish("t", "x", 1, 7)).Ask(Publish("t", "x", 1, 7, flags: 8)).Answer(Ack(7)).Rows().Skip(1);
        Assert.Equal([("1", "2000000")], rows.Select(r => (r["dup"], r["latency_ns"])));
    }

    [Fact]
    public void Number_that_is_used_again_without_an_answer_is_two_rows()
    {
        var rows = Opened().Ask(Publish("one", "x", 1, 7)).Ask(Publish("two", "x", 1, 7)).Answer(Ack(7)).Rows().Skip(1);
        Assert.Equal([("one", "", "0"), ("two", "PUBACK", "1000000")], rows.Select(r => (r["topic"], r["resp_cmd"], r["latency_ns"])));
    }

    [Fact]
    public void Reasons_to_refuse_a_message_are_errors()
    {
        var rows = Opened(5).Ask(Publish("a", "x", 1, 1, properties: "")).Answer(Ack(1, 0x87)).Ask(Publish("b", "x", 2, 2, properties: "")).Answer(Rec(2, 0x97)).Ask(Publish("c", "x", 1, 3, properties: "")).Answer(Ack(3, 0x10)).Rows().Skip(1);
        Assert.Equal([("a", "PUBACK", "not_authorized", "135"), ("b", "PUBREC", "quota_exceeded", "151"), ("c", "PUBACK", "", "16")], rows.Select(r => (r["topic"], r["resp_cmd"], r["error"], r["reason_code"])));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Subscriptions_have_all_their_filters(int version)
    {
        var rows = Opened(version).Ask(Subscribe(version, 3, ("a/#", 1), ("b/+", 2))).Answer(Suback(version, 3, "\u0001\u0080"))
            .Ask(Packet(0xA2, U16(4) + (version == 5 ? "\0" : "") + Utf("a/#"))).Answer(Packet(0xB0, U16(4) + (version == 5 ? "\0\u0011" : ""))).Rows().Skip(1).ToList();
        Assert.Equal(("SUBSCRIBE", "SUBACK", "a/#", "1", "128", "unspecified_error"), (rows[0]["req_cmd"], rows[0]["resp_cmd"], rows[0]["topic"], rows[0]["qos"], rows[0]["reason_code"], rows[0]["error"]));
        Assert.Equal("{\"topics\":[{\"topic\":\"a/#\",\"qos\":1},{\"topic\":\"b/+\",\"qos\":2}]}", rows[0]["properties"]);
        Assert.Equal(("unsubscribe", "UNSUBACK", "a/#", ""), (rows[1]["operation"], rows[1]["resp_cmd"], rows[1]["topic"], rows[1]["error"]));
    }

    [Fact]
    public void Aliases_stand_for_topics_where_those_were_seen()
    {
        var rows = Opened(5).Ask(Publish("long/topic", "1", properties: "\u0023\0\u0001")).Ask(Publish("", "2", properties: "\u0023\0\u0001")).Answer(Publish("", "3", properties: "\u0023\0\u0001")).Rows().Skip(1);
        Assert.Equal([("long/topic", "1"), ("long/topic", "2"), ("", "3")], rows.Select(r => (r["topic"], r["payload"])));
    }

    [Fact]
    public void Properties_are_told()
    {
        var properties = "\u0001\u0001\u0003" + Utf("text/plain") + "\u0026" + Utf("a") + Utf("b") + "\u000b\u0081\u0001" + "\u0026" + Utf("c") + Utf("d");
        var row = Opened(5).Ask(Publish("t", "x", properties: properties)).Rows()[1];
        Assert.Equal("{\"payload_format_indicator\":1,\"content_type\":\"text/plain\",\"subscription_identifier\":129,\"user_properties\":{\"a\":\"b\",\"c\":\"d\"}}", row["properties"]);
    }

    [Fact]
    public void Pings_and_ends_are_rows_and_proofs_are_not_told()
    {
        var auth = "\u0015" + Utf("SCRAM") + "\u0016" + Utf("hunter2");
        var rows = Opened(5).Ask(Packet(0xF0, "\u0018" + Length(auth.Length) + auth)).Ask(Ping).Answer(Pong).Answer(Packet(0xE0, "\u008e")).Ask(Packet(0xE0, "")).Rows().Skip(1).ToList();
        Assert.Equal([("AUTH", "24", ""), ("PINGREQ", "0", ""), ("DISCONNECT", "142", "session_taken_over"), ("DISCONNECT", "0", "")], rows.Select(r => (r["req_cmd"], r["reason_code"], r["error"])));
        Assert.Equal(("{\"authentication_method\":\"SCRAM\",\"authentication_data\":\"[redacted]\"}", "PINGRESP", "1000000"), (rows[0]["properties"], rows[1]["resp_cmd"], rows[1]["latency_ns"]));
    }

    [Fact]
    public void Answer_read_before_the_kernel_told_of_the_message_belongs_to_it()
    {
        var pieces = Opened().Ask(Publish("t", "x", 1, 7)).Answer(Ack(7)).Pieces.ToList();
        (pieces[^2], pieces[^1]) = (pieces[^1], pieces[^2]);
        using var run = new ProtocolRun();
        run.Feed(pieces);
        Assert.Equal(("t", "PUBACK"), (run.Others[1]["topic"], run.Others[1]["resp_cmd"]));
    }

    [Fact]
    public void Connection_that_is_joined_later_has_messages_and_no_version()
    {
        using var run = new ProtocolRun();
        var talk = new Talk().Ask(Subscribe(4, 1, ("a/#", 0))).Answer(Suback(4, 1, "\0") + Publish("a/b", "hello")).Answer(Publish("a/c", "there", 1, 5)).Ask(Ack(5));
        run.Feed(talk.Pieces.Select(p => p with { Position = p.Position + StreamPositions.UnknownStart }));
        // Nothing was missed since, and who waits has a number.
        Assert.Equal([("a/#", "0", "SUBACK"), ("a/b", "0", ""), ("a/c", "0", "PUBACK")], run.Others.Select(r => (r["topic"], r["version"], r["resp_cmd"])));
    }

    [Theory]
    [InlineData("0\u000c\u0002\u0001\u0001`\u0007\u0002\u0001\u0003\u0004\0\u0080\0")]
    [InlineData("200 OK\r\n")]
    [InlineData("1234567890123456789012345678901234567890\r\n")]
    [InlineData("\u0010\u0004\0\u0004MQTX")]
    [InlineData("\u0030\u0005\0\u0003a#bxx")]
    [InlineData("\u00c0\0")]
    public void What_only_looks_like_it_is_not_read(string said)
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(said).Pieces);
        run.Flush();
        Assert.Equal(0ul, run.Stat("opened", "mqtt"));
    }
}
