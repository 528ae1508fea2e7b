using Pipeline.Protocols.Tests.Queues;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Nats;

public sealed class NatsTests
{
    internal const string Info = "INFO {\"server_id\":\"S\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"headers\":true,\"connect_urls\":[\"a:1\",\"b:2\"]} \r\n";
    internal const string Connect = "CONNECT {\"verbose\":false,\"pedantic\":false,\"user\":\"u\",\"pass\":\"hunter2\",\"name\":\"app\",\"lang\":\"go\"}\r\n";

    // Rows of INFO and CONNECT.
    private const int Opening = 2;

    [Fact]
    public void Opening_of_a_connection_is_rows_and_secrets_are_in_none()
    {
        var rows = Opened("\"auth_token\":\"hunter2\",\"jwt\":\"hunter2\",\"sig\":\"hunter2\",\"nkey\":\"hunter2\",\"PASS\":\"hunter2\",\"p\\u0061ss\":\"hunter2\",\"new\":{\"x\":[\"}hunter2\"]},").Rows();
        Assert.Equal(["INFO", "CONNECT"], rows.Select(r => r["cmd"]));
        Assert.Equal(["info", "connect"], rows.Select(r => r["operation"]));
        Assert.Equal("{\"server_id\":\"S\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"headers\":true,\"connect_urls\":\"[\\\"a:1\\\",\\\"b:2\\\"]\"}", rows[0]["body"]);
        Assert.Contains("\"auth_token\":\"[redacted]\"", rows[1]["body"], StringComparison.Ordinal);
        Assert.Contains("\"name\":\"app\"", rows[1]["body"], StringComparison.Ordinal);
        Assert.All(rows, r => Assert.DoesNotContain("hunter2", r.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_and_subscriptions_are_rows()
    {
        var rows = Opened().Ask("SUB orders.* workers 9\r\nPUB orders.new reply.here 5\r\nhello\r\nUNSUB 9 1\r\n").Answer("MSG orders.new 9 2\r\n\r\n\r\n").Rows().Skip(Opening).ToList();
        Assert.Equal([("SUB", "subscribe", ""), ("PUB", "publish", "send"), ("UNSUB", "unsubscribe", ""), ("MSG", "deliver", "receive")], rows.Select(r => (r["cmd"], r["operation"], r["operation_type"])));
        Assert.Equal(("orders.*", "workers", "9", "{\"sid\":\"9\",\"subject\":\"orders.*\",\"queue_group\":\"workers\"}"), (rows[0]["subject"], rows[0]["queue_group"], rows[0]["sid"], rows[0]["body"]));
        Assert.Equal(("orders.new", "reply.here", "hello", "5", "{\"subject\":\"orders.new\",\"reply_to\":\"reply.here\",\"payload\":\"hello\"}"), (rows[1]["subject"], rows[1]["reply_to"], rows[1]["payload"], rows[1]["payload_size"], rows[1]["body"]));
        Assert.Equal(("orders.new", "9", "\r\n", "2"), (rows[3]["subject"], rows[3]["sid"], rows[3]["payload"], rows[3]["payload_size"]));
        Assert.All(rows, r => Assert.Equal(("", "", "0"), (r["resp"], r["error"], r["latency_ns"])));
    }

    [Fact]
    public void Headers_are_told_and_secret_ones_are_not()
    {
        const string headers = "NATS/1.0\r\nNats-Msg-Id: 7\r\nAuthorization: hunter2\r\n\r\n";
        var row = Opened().Ask($"HPUB a {headers.Length} {headers.Length + 2}\r\n{headers}hi\r\n").Rows()[Opening];
        Assert.Equal(("HPUB", "2", "{\"Nats-Msg-Id\":\"7\",\"Authorization\":\"[redacted]\"}", "hi", "2"), (row["cmd"], row["header_count"], row["headers"], row["payload"], row["payload_size"]));
    }

    [Fact]
    public void Request_has_the_first_message_on_its_inbox_as_answer()
    {
        var rows = Opened().Ask("PUB ask _INBOX.a.1 1\r\n1\r\nPUB ask _INBOX.a.2 1\r\n2\r\n").Answer("MSG _INBOX.a.2 1 3\r\ntwo\r\n").Answer("MSG _INBOX.a.1 1 3\r\none\r\n").Rows().Skip(Opening);
        Assert.Equal([("PUB", "2", "MSG", "1000000"), ("MSG", "two", "", "0"), ("PUB", "1", "MSG", "2000000"), ("MSG", "one", "", "0")], rows.Select(r => (r["cmd"], r["payload"], r["resp"], r["latency_ns"])));
    }

    [Fact]
    public void Inbox_of_several_requests_at_once_answers_none_for_certain()
    {
        var rows = Opened().Ask("PUB ask _INBOX.a 1\r\n1\r\nPUB ask _INBOX.a 1\r\n2\r\n").Answer("MSG _INBOX.a 1 3\r\none\r\n").Ask("PUB ask _INBOX.a 1\r\n3\r\n").Answer("MSG _INBOX.a 1 3\r\ntwo\r\n").Rows().Skip(Opening);
        Assert.Equal([("1", ""), ("2", ""), ("one", ""), ("3", ""), ("two", "")], rows.Select(r => (r["payload"], r["resp"])));
    }

    [Theory]
    [InlineData("NATS/1.0 503\r\n\r\n", "NO_RESPONDERS")]
    [InlineData("NATS/1.0 404 No Messages\r\n\r\n", "NO_MESSAGES")]
    [InlineData("NATS/1.0 408 Request Timeout\r\n\r\n", "REQUEST_TIMEOUT")]
    [InlineData("NATS/1.0 400 Bad Request\r\n\r\n", "400")]
    [InlineData("NATS/1.0 100 Idle Heartbeat\r\n\r\n", "")]
    public void Status_of_a_reply_is_the_error_of_both(string headers, string error)
    {
        var rows = Opened().Ask("PUB ask _INBOX.a 0\r\n\r\n").Answer($"HMSG _INBOX.a 1 {headers.Length} {headers.Length}\r\n{headers}\r\n").Rows();
        Assert.Equal([("PUB", error), ("HMSG", error)], rows.Skip(Opening).Select(r => (r["cmd"], r["error"])));
    }

    [Fact]
    public void Requests_nobody_answers_are_told_in_the_end()
    {
        using var run = new ProtocolRun();
        var talk = Opened().Ask("PUB ask _INBOX.a 1\r\nx\r\n");
        run.Feed(talk.Pieces);
        Assert.Equal(Opening, run.Others.Count);
        run.Feed(talk.Wait(TimeSpan.FromSeconds(11)).Ask("PING\r\n").Pieces.Skip(talk.Pieces.Count - 1));
        Assert.Equal(("PUB", "", "0"), (run.Others[Opening]["cmd"], run.Others[Opening]["resp"], run.Others[Opening]["latency_ns"]));
    }

    [Fact]
    public void Verbose_servers_say_of_each_command_how_they_found_it()
    {
        var rows = new Talk().Answer(Info).Ask("CONNECT {\"verbose\":true}\r\n").Answer("+OK\r\n").Ask("PING\r\n").Answer("PONG\r\n").Ask("SUB a 1\r\nPUB a 1\r\nx\r\nPUB $SYS.x 1\r\ny\r\n")
            .Answer("+OK\r\n+OK\r\nMSG a 1 1\r\nx\r\n-ERR 'Permissions Violation for Publish to \"$SYS.x\"'\r\n").Rows();
        Assert.Equal([("INFO", "", ""), ("CONNECT", "OK", ""), ("SUB", "OK", ""), ("PUB", "OK", ""), ("MSG", "", ""), ("PUB", "ERR", "Permissions Violation")], rows.Select(r => (r["cmd"], r["resp"], r["error"])));
        Assert.Equal("1000000", rows[3]["latency_ns"]);
    }

    [Fact]
    public void Server_that_complains_of_a_subject_still_answers_the_command()
    {
        // As nats-server 2.9 does: it complains when it has the line, and says OK when it has the message.
        var rows = new Talk().Answer(Info).Ask("CONNECT {\"verbose\":true,\"pedantic\":true}\r\n").Answer("+OK\r\n").Ask("PUB a..b 1\r\nx\r\nPUB c 1\r\ny\r\nPUB d..e 1\r\nz\r\n")
            .Answer("-ERR 'Invalid Publish Subject'\r\n+OK\r\n+OK\r\n-ERR 'Invalid Publish Subject'\r\n+OK\r\n").Ask("SUB f 1\r\n").Answer("-ERR 'Permissions Violation for Subscription to \"f\"'\r\n").Rows();
        Assert.Equal(
            [("", "ERR", "Invalid Publish Subject"), ("a..b", "OK", ""), ("c", "OK", ""), ("", "ERR", "Invalid Publish Subject"), ("d..e", "OK", ""), ("f", "ERR", "Permissions Violation")],
            rows.Skip(2).Select(r => (r["subject"], r["resp"], r["error"])));
    }

    [Fact]
    public void Error_is_a_row_where_nothing_waits()
    {
        var row = Opened().Answer("-ERR 'Authorization Violation'\r\n").Rows()[Opening];
        Assert.Equal(("-ERR", "error", "ERR", "Authorization Violation", "{\"message\":\"Authorization Violation\"}"), (row["cmd"], row["operation"], row["resp"], row["error"], row["body"]));
    }

    [Theory]
    [InlineData("$JS.API.STREAM.INFO.ORDERS", "", "STREAM.INFO", "")]
    [InlineData("$JS.API.CONSUMER.MSG.NEXT.S.c", "", "CONSUMER.MSG.NEXT", "receive")]
    [InlineData("$JS.hub.API.STREAM.CREATE.S", "", "STREAM.CREATE", "")]
    [InlineData("$JS.API.secret", "", "api", "")]
    [InlineData("$JS.ACK.S.c.1.2.3.4.5", "+ACK", "ack", "settle")]
    [InlineData("$JS.ACK.S.c.1.2.3.4.5", "", "ack", "settle")]
    [InlineData("$JS.ACK.S.c.1.2.3.4.5", "-NAK {\"delay\":1}", "nak", "settle")]
    [InlineData("$JS.ACK.S.c.1.2.3.4.5", "+WPI", "in_progress", "settle")]
    [InlineData("$JS.ACK.S.c.1.2.3.4.5", "+TERM", "term", "settle")]
    public void Subjects_of_JetStream_are_operations(string subject, string payload, string operation, string type)
    {
        var row = Conversations.RowsOf(Opened().Ask($"PUB {subject} {payload.Length}\r\n{payload}\r\n"), new ProtocolsOptions { MaxBody = new ByteSize(0) })[^1];
        Assert.Equal((operation, type, ""), (row["operation"], row["operation_type"], row["payload"]));
    }

    [Fact]
    public void Error_of_JetStream_is_told_by_its_number()
    {
        const string answer = "{\"error\":{\"code\":503,\"err_code\":10077,\"description\":\"maximum messages exceeded\"},\"stream\":\"S\",\"seq\":0}";
        var rows = Opened().Ask("PUB s _INBOX.a 1\r\nx\r\n").Answer($"MSG _INBOX.a 1 {answer.Length}\r\n{answer}\r\n").Rows();
        Assert.Equal(("MSG", "10077"), (rows[Opening]["resp"], rows[Opening]["error"]));
    }

    [Fact]
    public void Connection_that_becomes_TLS_is_judged_anew()
    {
        using var run = new ProtocolRun();
        var talk = new Talk().Answer("INFO {\"tls_required\":true}\r\n").Ask("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003").Answer("\u0016\u0003\u0003\0\u007a\u0002\0\0\u0076\u0003\u0003");
        run.Feed(talk.Pieces);
        run.Close(talk);
        run.Flush();
        Assert.Equal((1, 0ul, 1ul, 1ul), (run.Others.Count, run.Stat("invalid", "nats"), run.Stat("opened", "nats"), run.Stat("closed", "nats")));
    }

    [Fact]
    public void What_servers_say_to_each_other_is_read_and_no_row()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Answer(Info).Ask("INFO {\"server_id\":\"T\"}\r\nCONNECT {\"verbose\":false,\"tls_required\":false}\r\nPING\r\n").Answer("RS+ $G orders.* workers 1\r\nA- X\r\nRMSG $G orders.new + reply workers 5\r\nhello\r\nPONG\r\n")
            .Ask("LS+ a.b\r\nLMSG a.b 2\r\n\r\n\r\nHMSG $G a.b 12 13\r\nNATS/1.0\r\n\r\nx\r\nRS- $G a\r\n").Pieces);
        run.Flush();
        Assert.Equal((1, 0ul), (run.Others.Count, run.Stat("invalid", "nats")));
    }

    [Theory]
    [InlineData("pub a 5\r\nhello\r\n", 1)]
    [InlineData("SUB marie is what it is\r\n", 0)]
    [InlineData("PUB the door is open\r\n", 0)]
    [InlineData("MSG a 1 5\r\nhello\r\n", 1)]
    [InlineData("PUB a 5\r\nhelloworld\r\n", 0)]
    [InlineData("INFO the server started\r\n", 0)]
    public void First_bytes_tell_what_it_is(string said, int rows)
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(said).Pieces);
        run.Flush();
        Assert.Equal(rows, run.Others.Count);
    }

    internal static Talk Opened(string secrets = "") => new Talk().Answer(Info).Ask(Connect.Replace("\"user\"", secrets + "\"user\"", StringComparison.Ordinal) + "PING\r\n").Answer("PONG\r\n");
}
