using Pipeline.Protocols.Tests.Queues;
using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Amqp.AmqpBytes;
using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Amqp;

public sealed class AmqpTests
{
    // Rows of a connection that was opened, and of a channel.
    private const int Opening = 3;
    private const int OpenChannel = Opening + 1;

    [Fact]
    public void Opening_of_a_connection_is_rows_and_the_password_is_in_none()
    {
        var rows = Opened().Rows();
        Assert.Equal(["connection.start", "connection.tune", "connection.open"], rows.Select(r => r["req_method"]));
        Assert.Equal(["connection.start-ok", "connection.tune-ok", "connection.open-ok"], rows.Select(r => r["resp_method"]));
        Assert.Equal("{\"version_major\":0,\"version_minor\":9,\"server_properties\":{\"product\":\"RabbitMQ\"},\"mechanisms\":\"PLAIN AMQPLAIN\",\"locales\":\"en_US\"}", rows[0]["req_msg"]);
        Assert.Equal("{\"client_properties\":{\"product\":\"test\"},\"mechanism\":\"PLAIN\",\"response\":\"[redacted]\",\"locale\":\"en_US\"}", rows[0]["resp_msg"]);
        Assert.Equal("{\"virtual_host\":\"/\"}", rows[2]["req_msg"]);
        Assert.Equal(("0", "10", "40", "10", "41", "1"), (rows[2]["channel"], rows[2]["req_class_id"], rows[2]["req_method_id"], rows[2]["resp_class_id"], rows[2]["resp_method_id"], rows[2]["frame_type"]));
        Assert.All(rows, r => Assert.DoesNotContain("hunter2", r.ToString(), StringComparison.Ordinal));
        Assert.All(rows, r => Assert.Equal(("1000000", "server"), (r["latency_ns"], r["trace_role"])));
    }

    [Fact]
    public void New_secret_is_not_told()
    {
        var row = Opened().Ask(Method(0, 10, 70, Long("hunter2") + Short("expired"))).Answer(Method(0, 10, 71)).Rows()[Opening];
        Assert.Equal(("update-secret", "{\"new_secret\":\"[redacted]\",\"reason\":\"expired\"}", "connection.update-secret-ok"), (row["operation"], row["req_msg"], row["resp_method"]));
    }

    [Fact]
    public void Message_that_is_published_is_a_row_with_its_properties_and_body()
    {
        // Content type, headers, delivery mode, correlation id, message id, timestamp.
        var properties = U16(0x8000 | 0x2000 | 0x1000 | 0x0400 | 0x0080 | 0x0040) + Short("text/plain") + Table(("n", "l" + U64(7)), ("deep", "F" + Table(("a", "A" + Long("t\u0001" + "V"))))) + "\u0002"
            + Short("c-1") + Short("m-1") + U64(1700000000);
        var row = Opened().Channel().Ask(Publish(1, "orders", "new.eu", new string('x', 2500), properties)).Rows()[OpenChannel];
        Assert.Equal(("publish", "send", "orders:new.eu", "new.eu", "2500"), (row["operation"], row["operation_type"], row["destination"], row["routing_key"], row["body_size"]));
        Assert.Equal(("text/plain", "2", "m-1", "c-1", new string('x', 512)), (row["content_type"], row["delivery_mode"], row["message_id"], row["correlation_id"], row["body"]));
        Assert.Equal("{\"content_type\":\"text/plain\",\"headers\":{\"n\":7,\"deep\":{\"a\":[true,null]}},\"delivery_mode\":2,\"correlation_id\":\"c-1\",\"message_id\":\"m-1\",\"timestamp\":1700000000}", row["properties"]);
        Assert.Equal(("60", "40", "0", "0", "0", ""), (row["req_class_id"], row["req_method_id"], row["resp_class_id"], row["resp_method_id"], row["latency_ns"], row["error"]));
    }

    [Theory]
    [InlineData("", "q", "q")]
    [InlineData("e", "", "e")]
    [InlineData("", "", "amq.default")]
    [InlineData("e", "k", "e:k")]
    public void Destination_has_exchange_and_routing_key(string exchange, string key, string destination) =>
        Assert.Equal(destination, Opened().Channel().Ask(Publish(1, exchange, key, "")).Rows()[OpenChannel]["destination"]);

    [Fact]
    public void What_a_server_delivers_is_a_row_without_a_request()
    {
        var rows = Opened().Channel().Answer(Deliver(1, 9, "orders", "new", "hello")).Ask(Ack(1, 9)).Rows();
        var (deliver, ack) = (rows[OpenChannel], rows[OpenChannel + 1]);
        Assert.Equal(("0", "60", "60", "deliver", "receive", "orders:new", "hello"), (deliver["req_class_id"], deliver["resp_class_id"], deliver["resp_method_id"], deliver["operation"], deliver["operation_type"], deliver["destination"], deliver["body"]));
        Assert.Equal(("60", "80", "ack", "settle", "{\"delivery_tag\":9,\"multiple\":false}"), (ack["req_class_id"], ack["req_method_id"], ack["operation"], ack["operation_type"], ack["req_msg"]));
    }

    [Fact]
    public void Contents_of_several_channels_may_lie_between_each_other()
    {
        var (one, two) = (Publish(1, "e", "one", new string('1', 3000)), Publish(2, "e", "two", new string('2', 3000)));
        // Frames of both in turn: method, header, bodies.
        var frames = new[] { one, two }.SelectMany(p => Cut(p).Select((f, i) => (f, i))).OrderBy(f => f.i).Select(f => f.f);
        var rows = Opened().Channel(1).Channel(2).Ask(string.Concat(frames)).Rows();
        Assert.Equal([("e:one", "3000", "1"), ("e:two", "3000", "2")], rows.Skip(Opening + 2).Select(r => (r["destination"], r["body_size"], r["body"][..1])));
    }

    [Fact]
    public void Pipelined_declarations_have_their_own_answers_and_those_that_want_none_are_rows_at_once()
    {
        var rows = Opened().Channel().Ask(Declare(1, "a") + Declare(1, "quiet", noWait: true) + Declare(1, "b")).Answer(DeclareOk(1, "a") + DeclareOk(1, "b")).Rows();
        Assert.Equal([("quiet", ""), ("a", "queue.declare-ok"), ("b", "queue.declare-ok")], rows.Skip(OpenChannel).Select(r => (r["destination"], r["resp_method"])));
        Assert.Equal("{\"queue\":\"a\",\"message_count\":3,\"consumer_count\":1}", rows[OpenChannel + 1]["resp_msg"]);
        Assert.Equal("{\"queue\":\"a\",\"passive\":false,\"durable\":true,\"exclusive\":false,\"auto_delete\":false,\"no_wait\":false,\"arguments\":{}}", rows[OpenChannel + 1]["req_msg"]);
    }

    [Fact]
    public void Message_that_is_got_is_the_answer_and_an_empty_queue_is_no_error()
    {
        var get = Method(1, 60, 70, U16(0) + Short("q") + "\0");
        var rows = Opened().Channel().Ask(get).Answer(Method(1, 60, 71, U64(1) + "\0" + Short("e") + Short("k") + U32(0)) + Content(1, "got")).Ask(get).Answer(Method(1, 60, 72, "\0")).Rows();
        Assert.Equal(("get", "e:k:q", "basic.get-ok", "got", "1000000"), (rows[OpenChannel]["operation"], rows[OpenChannel]["destination"], rows[OpenChannel]["resp_method"], rows[OpenChannel]["body"], rows[OpenChannel]["latency_ns"]));
        Assert.Equal(("q", "basic.get-empty", ""), (rows[^1]["destination"], rows[^1]["resp_method"], rows[^1]["error"]));
    }

    [Fact]
    public void Confirmations_belong_to_what_was_published()
    {
        var talk = Opened().Channel().Confirming();
        for (var i = 1; i <= 6; i++)
            talk.Ask(Publish(1, "", $"k{i}", "x"));
        var rows = talk.Answer(Ack(1, 2)).Answer(Nack(1, 4)).Answer(Ack(1, 5, multiple: true)).Rows().Skip(OpenChannel + 1).ToList();
        Assert.Equal(["k2:60.80::5", "k4:60.120:NACK:4", "k1:60.80::8", "k3:60.80::6", "k5:60.80::4", "k6:0.0::0"],
            rows.Select(r => $"{r["routing_key"]}:{r["resp_class_id"]}.{r["resp_method_id"]}:{r["error"]}:{long.Parse(r["latency_ns"], null) / 1_000_000}"));
        Assert.Equal("{\"delivery_tag\":5,\"multiple\":true}", rows[2]["resp_msg"]);
    }

    [Fact]
    public void Confirmation_read_before_the_kernel_told_of_the_message_belongs_to_it()
    {
        var pieces = Opened().Channel().Confirming().Ask(Publish(1, "", "k", "x")).Answer(Ack(1, 1)).Pieces.ToList();
        (pieces[^2], pieces[^1]) = (pieces[^1], pieces[^2]);
        using var run = new ProtocolRun();
        run.Feed(pieces);
        Assert.Equal(("publish", "basic.ack"), (run.Others[^1]["operation"], run.Others[^1]["resp_method"]));
    }

    [Fact]
    public void Confirmations_of_a_channel_whose_opening_was_not_seen_are_rows_of_their_own()
    {
        var talk = Opened().Channel().Confirming().Ask(Publish(1, "", "k", "x")).Answer(Ack(1, 1));
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Skip(talk.Pieces.Count - 2).Select(p => p with { Position = StreamPositions.UnknownStart }));
        Assert.Equal([("publish", "", "0"), ("ack", "basic.ack", "0")], run.Others.Select(r => (r["operation"], r["resp_method"], r["latency_ns"])));
    }

    [Fact]
    public void Returned_message_tells_why()
    {
        var row = Opened().Channel().Answer(Method(1, 60, 50, U16(312) + Short("NO_ROUTE") + Short("e") + Short("k")) + Content(1, "back")).Rows()[OpenChannel];
        Assert.Equal(("return", "NO_ROUTE", "e:k", "back"), (row["operation"], row["error"], row["destination"], row["body"]));
    }

    [Fact]
    public void Channel_closed_for_a_method_is_the_answer_to_it_and_a_row()
    {
        var rows = Opened().Channel().Ask(Declare(1, "a") + Declare(1, "b")).Answer(Close(1, 406, "PRECONDITION_FAILED - inequivalent arg", 50, 10)).Ask(Method(1, 20, 41)).Rows().Skip(OpenChannel).ToList();
        Assert.Equal([("declare", "a", "channel.close", "PRECONDITION_FAILED"), ("close", "", "channel.close-ok", "")], rows.Select(r => (r["operation"], r["destination"], r["resp_method"], r["error"])));
    }

    [Fact]
    public void Channel_closed_for_a_method_that_nothing_answers_has_the_error()
    {
        var rows = Opened().Channel().Ask(Publish(1, "nothing", "k", "x")).Answer(Close(1, 404, "NOT_FOUND - no exchange", 60, 40)).Ask(Method(1, 20, 41)).Rows().Skip(OpenChannel).ToList();
        Assert.Equal([("publish", "", ""), ("close", "channel.close-ok", "NOT_FOUND")], rows.Select(r => (r["operation"], r["resp_method"], r["error"])));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(200, "")]
    [InlineData(320, "CONNECTION_FORCED")]
    [InlineData(403, "ACCESS_REFUSED")]
    [InlineData(999, "999")]
    public void Connection_is_closed_with_a_reason(int code, string error)
    {
        var row = Opened().Answer(Close(0, code, "because")).Ask(Method(0, 10, 51)).Rows()[Opening];
        Assert.Equal(("connection.close", "connection.close-ok", error), (row["req_method"], row["resp_method"], row["error"]));
    }

    [Fact]
    public void Connection_that_is_closed_and_left_without_an_answer_has_its_reason_told()
    {
        var row = Opened().Answer(Close(0, 403, "ACCESS_REFUSED - login was refused")).Rows()[Opening];
        Assert.Equal(("connection.close", "", "ACCESS_REFUSED", "0"), (row["req_method"], row["resp_method"], row["error"], row["latency_ns"]));
    }

    [Fact]
    public void What_a_server_says_of_itself_is_a_row()
    {
        var rows = Opened().Channel().Answer(Method(0, 10, 60, Short("low on memory")) + Heartbeat + Method(0, 10, 61) + Method(1, 60, 30, Short("c1") + "\u0001")).Ask(Heartbeat).Rows();
        Assert.Equal(["connection.blocked", "connection.unblocked", "basic.cancel"], rows.Skip(OpenChannel).Select(r => r["resp_method"]));
    }

    [Theory]
    [InlineData("AMQP\0\u0001\0\0")]
    [InlineData("AMQP\u0003\u0001\0\0")]
    [InlineData("AMQP\u0001\u0001\0\u000a")]
    public void Other_versions_are_not_this_protocol(string header)
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(header).Answer(header).Pieces);
        run.Finish();
        Assert.Equal((0ul, 16ul), (run.Stat("opened", "amqp"), run.Stat("skipped_bytes", "unknown")));
    }

    [Fact]
    public void Body_with_a_gap_keeps_what_was_seen_before_it()
    {
        var talk = Opened().Channel().Ask(Publish(1, "e", "k", new string('x', 900))).Ask(Publish(1, "e", "k2", "y"));
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Select(p => p.Size > 900 ? p with { Payload = p.Payload[..100] } : p));
        run.Flush();
        // The header of the message ends before byte 100, its body in bytes that were not seen; the gap takes the end of the frame with it.
        Assert.Equal(["k", "k2"], run.Others.Skip(OpenChannel).Select(r => r["routing_key"]));
        Assert.Equal("900", run.Others[OpenChannel]["body_size"]);
        Assert.InRange(run.Others[OpenChannel]["body"].Length, 1, 99);
        Assert.Equal(0ul, run.Stat("resyncs", "amqp"));
    }

    [Fact]
    public void Kept_nothing_of_bodies_where_nothing_is_asked_for()
    {
        var row = Conversations.RowsOf(Opened().Channel().Ask(Publish(1, "e", "k", "secret")), new Transforms.Protocols.ProtocolsOptions { MaxBody = new ByteSize(0) })[OpenChannel];
        Assert.Equal(("", "", "6"), (row["body"], row["req_msg"], row["body_size"]));
    }

    internal static IEnumerable<string> Cut(string frames)
    {
        for (var at = 0; at < frames.Length;)
        {
            var length = 8 + (frames[at + 3] << 24 | frames[at + 4] << 16 | frames[at + 5] << 8 | frames[at + 6]);
            yield return frames.Substring(at, length);
            at += length;
        }
    }
}
