using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests;

public sealed class RedisTests
{
    private const string Ok = "+OK\r\n";

    [Fact]
    public void Command_and_reply_become_a_row()
    {
        var row = Assert.Single(new Talk().Ask(RedisTalk.Command("set", "key", "two words", "EX", "10")).Wait(TimeSpan.FromMilliseconds(4)).Answer(Ok).Rows());
        Assert.Equal(("SET", "key|two words|EX|10", 4ul, "SET key \"two words\" EX 10"), (row.Command, row.Arguments, row.ArgumentCount, row.Query));
        Assert.Equal(("OK", "simple_string", "", 0ul, 5ul), (row.Response, row.Kind, row.Error, row.Count, row.ResponseSize));
        Assert.Equal((53ul, "0", 5_000_000L, 1_001_000_000L, (byte)2), (row.RequestSize, row.Database, row.Latency, row.Time, row.Role));
    }

    [Theory]
    [InlineData("+OK\r\n", "simple_string", "OK")]
    [InlineData("-WRONGTYPE Operation\r\n", "error", "WRONGTYPE Operation")]
    [InlineData(":-12\r\n", "integer", "-12")]
    [InlineData("$5\r\na\r\nbc\r\n", "bulk_string", "a\r\nbc")]
    [InlineData("$0\r\n\r\n", "bulk_string", "")]
    [InlineData("$-1\r\n", "null", "null")]
    [InlineData("*-1\r\n", "null", "null")]
    [InlineData("*0\r\n", "array", "[]", 0)]
    [InlineData("*3\r\n:1\r\n$1\r\n\"\r\n*1\r\n$-1\r\n", "array", "[1,\"\\\"\",[null]]", 3)]
    [InlineData("_\r\n", "null", "null")]
    [InlineData("#t\r\n", "boolean", "true")]
    [InlineData(",1.5e3\r\n", "double", "1.5e3")]
    [InlineData(",inf\r\n", "double", "inf")]
    [InlineData("(3492890328409238509324850943850943825024385\r\n", "big_number", "3492890328409238509324850943850943825024385")]
    [InlineData("!21\r\nSYNTAX invalid syntax\r\n", "error", "SYNTAX invalid syntax")]
    [InlineData("=15\r\ntxt:Some string\r\n", "verbatim_string", "Some string")]
    [InlineData("%2\r\n+a\r\n:1\r\n:2\r\n~1\r\n#f\r\n", "map", "{\"a\":1,\"2\":[false]}", 2)]
    [InlineData("~2\r\n,nan\r\n_\r\n", "set", "[\"nan\",null]", 2)]
    [InlineData("|1\r\n+ttl\r\n:3600\r\n$1\r\nx\r\n", "bulk_string", "x")]
    [InlineData("*2\r\n:1\r\n|1\r\n+a\r\n*2\r\n:1\r\n:2\r\n:2\r\n", "array", "[1,2]", 2)]
    [InlineData("$?\r\n;4\r\nHell\r\n;1\r\no\r\n;0\r\n", "bulk_string", "Hello")]
    [InlineData("*?\r\n:1\r\n*?\r\n.\r\n$?\r\n;1\r\nx\r\n;0\r\n.\r\n", "array", "[1,[],\"x\"]", 3)]
    [InlineData("%?\r\n+a\r\n:1\r\n+b\r\n:2\r\n.\r\n", "map", "{\"a\":1,\"b\":2}", 2)]
    public void Every_type_of_reply_is_read(string reply, string kind, string text, int count = 0)
    {
        var rows = new Talk().Do("FCALL f 0", reply).Do("PING", "+PONG\r\n").Rows();
        Assert.Equal((kind, text, (ulong)count, (ulong)reply.Length), (rows[0].Kind, rows[0].Response, rows[0].Count, rows[0].ResponseSize));
        Assert.Equal(("PING", "PONG"), (rows[1].Command, rows[1].Response));
    }

    [Theory]
    [InlineData("-ERR unknown command 'x'\r\n", "ERR")]
    [InlineData("-MOVED 3999 127.0.0.1:6381\r\n", "MOVED")]
    [InlineData("-ASK 3999 127.0.0.1:6381\r\n", "ASK")]
    [InlineData("-NOAUTH\r\n", "NOAUTH")]
    [InlineData("*3\r\n+OK\r\n-WRONGTYPE Operation\r\n-ERR\r\n", "WRONGTYPE")]
    [InlineData("!9\r\nSYNTAX is\r\n", "SYNTAX")]
    [InlineData("+ERR not\r\n", "")]
    public void First_word_of_an_error_is_told(string reply, string error) => Assert.Equal(error, RedisTalk.RowOf("GET a", reply).Error);

    [Theory]
    [InlineData("config get maxmemory", "CONFIG GET", "maxmemory")]
    [InlineData("CLIENT LIST", "CLIENT LIST", "")]
    [InlineData("XGROUP CREATE s g $", "XGROUP CREATE", "s|g|$")]
    [InlineData("COMMAND", "COMMAND", "")]
    [InlineData("ft.search idx *", "FT.SEARCH", "idx|*")]
    [InlineData("OBJECT a:b", "OBJECT", "a:b")]
    public void Subcommands_are_part_of_the_command(string line, string command, string arguments)
    {
        var row = RedisTalk.RowOf(line, Ok);
        Assert.Equal((command, arguments), (row.Command, row.Arguments));
    }

    [Fact]
    public void Pipelined_commands_keep_their_order_and_typed_ones_are_read()
    {
        var rows = new Talk().Ask("PING\r\n").Answer("+PONG\r\n")
            .Ask(RedisTalk.Line("GET a") + "\r\n*0\r\nset 'k y' \"\\x41\\n\"\n" + RedisTalk.Line("GET b")).Answer("$1\r\n1\r\n+OK\r\n$1\r").Answer("\n2\r\n").Rows();
        Assert.Equal(["PING  PONG", "GET a 1", "SET k y|A\n OK", "GET b 2"], rows.Select(r => $"{r.Command} {r.Arguments} {r.Response}"));
        Assert.Equal([6ul, 20ul, 19ul, 20ul], rows.Select(r => r.RequestSize));
    }

    [Fact]
    public void Database_follows_what_was_selected()
    {
        var rows = new Talk().Do("GET a", "$-1\r\n").Ask(RedisTalk.Line("SELECT 3") + RedisTalk.Line("GET a") + RedisTalk.Line("SELECT 99")).Answer("+OK\r\n$-1\r\n-ERR DB index is out of range\r\n")
            .Do("MULTI", Ok).Do("SELECT 5", "+QUEUED\r\n").Do("GET a", "+QUEUED\r\n").Do("EXEC", "*2\r\n+OK\r\n$-1\r\n").Do("GET a", "$-1\r\n")
            .Do("MULTI", Ok).Do("SELECT 6", "+QUEUED\r\n").Do("DISCARD", Ok).Do("GET a", "$-1\r\n").Do("RESET", "+RESET\r\n").Do("GET a", "$-1\r\n").Rows();
        Assert.Equal(["0", "3", "5", "5", "0"], rows.Where(r => r.Command == "GET" && r.Response == "null").Select(r => r.Database));
    }

    [Fact]
    public void Transaction_is_a_row_each_command()
    {
        var rows = new Talk().Do("WATCH a", Ok).Do("MULTI", Ok).Do("INCR a", "+QUEUED\r\n").Do("GET a", "+QUEUED\r\n").Do("EXEC", "*2\r\n:1\r\n$1\r\n1\r\n").Rows();
        Assert.Equal(["WATCH OK", "MULTI OK", "INCR QUEUED", "GET QUEUED", "EXEC [1,\"1\"]"], rows.Select(r => $"{r.Command} {r.Response}"));
    }

    [Theory]
    [InlineData('*')]
    [InlineData('>')]
    public void Subscription_gets_its_confirmations_and_messages_are_rows_of_their_own(char type)
    {
        string Push(params string[] values) => type + RedisTalk.Array(values)[1..];
        string Confirm(string word, string channel, int total) => Push(RedisTalk.Bulk(word), channel.Length > 0 ? RedisTalk.Bulk(channel) : "$-1\r\n", $":{total}\r\n");
        string Message(string text) => Push(RedisTalk.Bulk("message"), RedisTalk.Bulk("a"), RedisTalk.Bulk(text));
        var rows = new Talk().Do("PING", "+PONG\r\n").Ask(RedisTalk.Line("SUBSCRIBE a b")).Answer(Confirm("subscribe", "a", 1) + Message("early") + Confirm("subscribe", "b", 2))
            .Answer(Message("1")).Ask(RedisTalk.Line("PSUBSCRIBE c*")).Answer(Message("2") + Confirm("psubscribe", "c*", 3))
            .Answer(Push(RedisTalk.Bulk("pmessage"), RedisTalk.Bulk("c*"), RedisTalk.Bulk("cc"), RedisTalk.Bulk("3")))
            .Ask(RedisTalk.Line("UNSUBSCRIBE")).Answer(Confirm("unsubscribe", "a", 2) + Confirm("unsubscribe", "b", 1)).Do("PUNSUBSCRIBE", Confirm("punsubscribe", "c*", 0))
            .Do("UNSUBSCRIBE", Confirm("unsubscribe", "", 0)).Do("GET x", "$1\r\ny\r\n").Rows();
        Assert.Equal(
            [
                "PING PONG", "PUSH PUB [\"message\",\"a\",\"early\"]", "SUBSCRIBE [\"subscribe\",\"a\",1] [\"subscribe\",\"b\",2]", "PUSH PUB [\"message\",\"a\",\"1\"]",
                "PUSH PUB [\"message\",\"a\",\"2\"]", "PSUBSCRIBE [\"psubscribe\",\"c*\",3]", "PUSH PUB [\"pmessage\",\"c*\",\"cc\",\"3\"]",
                "UNSUBSCRIBE [\"unsubscribe\",\"a\",2] [\"unsubscribe\",\"b\",1]", "PUNSUBSCRIBE [\"punsubscribe\",\"c*\",0]", "UNSUBSCRIBE [\"unsubscribe\",null,0]", "GET y",
            ],
            rows.Select(r => $"{r.Command} {r.Response}"));
        Assert.All(rows.Where(r => r.Command == "PUSH PUB"), r => Assert.Equal((0L, 0ul, ""), (r.Latency, r.RequestSize, r.Query)));
        Assert.Equal(2ul, rows[2].Count);
    }

    [Fact]
    public void Reply_that_looks_like_a_message_is_one_only_to_a_subscriber()
    {
        var message = RedisTalk.Array(RedisTalk.Bulk("message"), RedisTalk.Bulk("a"), RedisTalk.Bulk("b"));
        Assert.Equal("LRANGE", Assert.Single(new Talk().Do("LRANGE l 0 -1", message).Rows()).Command);
        Assert.Equal(["PUSH PUB", "PUSH PUB"], new Talk().Answer(message + message).Rows().Select(r => r.Command));
    }

    [Fact]
    public void Pushes_of_other_kinds_are_told_apart()
    {
        var rows = new Talk().Do("CLIENT TRACKING ON", Ok).Answer(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n").Do("GET k", "$1\r\nv\r\n").Rows();
        Assert.Equal(["CLIENT TRACKING", "PUSH INVALIDATE", "GET"], rows.Select(r => r.Command));
    }

    [Fact]
    public void Monitor_shows_what_others_do()
    {
        const string line = "+1339518083.107412 [0 127.0.0.1:60866] \"keys\" \"*\"\r\n";
        var rows = new Talk().Ask("MONITOR\r\n").Answer(Ok + line).Answer(line + line).Do("RESET", "+RESET\r\n").Do("PING", "+PONG\r\n").Rows();
        Assert.Equal(["MONITOR", "PUSH MONITOR", "PUSH MONITOR", "PUSH MONITOR", "RESET", "PING"], rows.Select(r => r.Command));
        Assert.Equal(line[1..^2], rows[1].Response);
    }

    [Fact]
    public void Silence_that_was_asked_for_is_no_loss()
    {
        var rows = new Talk().Do("GET a", "$1\r\n1\r\n").Ask(RedisTalk.Line("CLIENT REPLY SKIP") + RedisTalk.Line("INCR x") + RedisTalk.Line("GET b")).Answer("$1\r\n2\r\n")
            .Ask(RedisTalk.Line("CLIENT REPLY OFF") + RedisTalk.Line("INCR x") + RedisTalk.Line("INCR x")).Ask(RedisTalk.Line("CLIENT REPLY ON")).Answer(Ok).Do("GET c", "$1\r\n3\r\n").Rows();
        Assert.Equal(
            ["GET 1", "CLIENT REPLY ", "INCR ", "GET 2", "CLIENT REPLY ", "INCR ", "INCR ", "CLIENT REPLY OK", "GET 3"],
            rows.Select(r => $"{r.Command} {r.Response}"));
        Assert.Equal(["none", "none", "none", "none", "none"], rows.Where(r => r.Response.Length == 0).Select(r => r.Kind));
    }

    [Theory]
    [InlineData("PSYNC ? -1", "\n\n+FULLRESYNC 0123456789012345678901234567890123456789 1\r\n", 1)]
    [InlineData("SYNC", "\n$1000\r\nREDIS0011", 1)]
    [InlineData("PSYNC ? -1", "-ERR no\r\n", 2)]
    public void Stream_of_a_replica_is_of_no_interest(string ask, string answer, int rows)
    {
        var talk = new Talk().Do(ask, answer).Do("PING", "+PONG\r\n").Ask(RedisTalk.Line("REPLCONF ACK 14"));
        Assert.Equal(rows + (rows > 1 ? 1 : 0), talk.Rows().Count);
    }

    [Theory]
    [InlineData("AUTH secret1", "AUTH [redacted]")]
    [InlineData("auth user secret1", "AUTH [redacted] [redacted]")]
    [InlineData("HELLO 3 AUTH user secret1 SETNAME me", "HELLO 3 AUTH [redacted] [redacted] SETNAME me")]
    [InlineData("CONFIG SET maxmemory 1mb requirepass secret1 masterauth secret1", "CONFIG SET maxmemory 1mb requirepass [redacted] masterauth [redacted]")]
    [InlineData("ACL SETUSER bob on >secret1 +@all ~*", "ACL SETUSER bob on [redacted] +@all ~*")]
    [InlineData("MIGRATE h 6379 k 0 100 AUTH2 user secret1 KEYS a", "MIGRATE h 6379 k 0 100 AUTH2 [redacted] [redacted] KEYS a")]
    [InlineData("SENTINEL SET m auth-pass secret1", "SENTINEL SET m auth-pass [redacted]")]
    [InlineData("EVAL return 0", "EVAL return 0")]
    public void Secrets_are_not_told(string line, string query)
    {
        var row = RedisTalk.RowOf(line, Ok);
        Assert.Equal(query, row.Query);
        Assert.Equal(query, $"{row.Command} {row.Arguments.Replace('|', ' ')}");
        Assert.Equal("OK", row.Response);
        using var open = new ProtocolRun(new ProtocolsOptions { RedactCommands = [] });
        open.Feed(new Talk().Do(line, Ok).Pieces);
        Assert.DoesNotContain("redacted", Assert.Single(open.Commands).Query, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_in_replies_are_not_told()
    {
        var password = RedisTalk.Array(RedisTalk.Bulk("maxmemory"), RedisTalk.Bulk("0"), RedisTalk.Bulk("requirepass"), RedisTalk.Bulk("secret1"));
        Assert.Equal("[\"maxmemory\",\"0\",\"requirepass\",\"[redacted]\"]", RedisTalk.RowOf("CONFIG GET *", password).Response);
        Assert.Equal("{\"requirepass\":\"[redacted]\"}", RedisTalk.RowOf("CONFIG GET requirepass", "%1\r\n$11\r\nrequirepass\r\n$7\r\nsecret1\r\n").Response);
        Assert.Equal("[redacted]", RedisTalk.RowOf("ACL GENPASS", RedisTalk.Bulk("secret1")).Response);
        Assert.Equal("NOPERM no", RedisTalk.RowOf("ACL LIST", "-NOPERM no\r\n").Response);
        var rows = new Talk().Do("MULTI", Ok).Do("CONFIG GET *", "+QUEUED\r\n").Do("EXEC", RedisTalk.Array(password)).Rows();
        Assert.Equal("[redacted]", rows[2].Response);
        Assert.All(rows, row => Assert.DoesNotContain("secret1", row.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Commands_that_a_user_names_are_not_told_either()
    {
        var row = Assert.Single(new Talk().Do("eval return ARGV[1]", "+x\r\n").Rows(new ProtocolsOptions { RedactCommands = ["eval"] }));
        Assert.Equal("[redacted]|[redacted]", row.Arguments);
    }

    [Fact]
    public void Binary_is_made_readable()
    {
        var row = Assert.Single(new Talk().Ask(RedisTalk.Command("SET", "k\xff\0", "\xc3\xa9\"\\\x01")).Answer("*1\r\n$4\r\n\xc3\xa9\xfe\x07\r\n").Rows());
        Assert.Equal("k\\xff\0|é\"\\\u0001", row.Arguments);
        Assert.Equal("SET \"k\\xff\\x00\" \"é\\\"\\\\\\x01\"", row.Query);
        Assert.Equal("[\"é\\\\xfe\\u0007\"]", row.Response);
    }

    [Fact]
    public void What_is_kept_is_bounded_and_sizes_are_true()
    {
        var big = new string('x', 100_000);
        var row = RedisTalk.RowOf($"SET key {big}", RedisTalk.Bulk(big));
        Assert.Equal((512, "key|" + big[..509]), (row.Arguments.Length - 1, row.Arguments));
        Assert.Equal((512, 100_011ul, 100_033ul), (row.Response.Length, row.ResponseSize, row.RequestSize));
        var none = Assert.Single(new Talk().Do($"SET key {big}", RedisTalk.Bulk(big)).Rows(new ProtocolsOptions { MaxBody = new ByteSize(0) }));
        Assert.Equal(("SET", "", "", "", 2ul), (none.Command, none.Arguments, none.Query, none.Response, none.ArgumentCount));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gap_inside_a_value_costs_nothing_but_its_text(bool isReply)
    {
        var big = RedisTalk.Bulk(new string('x', 3000));
        var talk = isReply ? new Talk().Do("GET k", big) : new Talk().Do("SET k v", Ok).Ask("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n" + big).Answer(Ok);
        var pieces = Talk.Split(talk.Do("PING", "+PONG\r\n").Pieces, new Random(1), 100).ToList();
        var lost = pieces.FindIndex(p => p.IsIngress != isReply && p.Payload.All(b => b == 'x'));
        using var run = new ProtocolRun();
        run.Feed(pieces.Where((_, i) => i != lost && i != lost + 2));
        var whole = talk.Rows();
        Assert.Equal(whole.Select(r => (r.Command, r.RequestSize, r.ResponseSize, r.Latency)), run.Commands.Select(r => (r.Command, r.RequestSize, r.ResponseSize, r.Latency)));
    }

    [Fact]
    public void Connection_joined_in_the_middle_is_paired_once_it_was_quiet()
    {
        using var run = new ProtocolRun();
        var talk = new Talk().Do("SELECT 1", Ok).Do("GET a", "$1\r\n1\r\n").Answer("$3\r\nx\r\n").Do("GET b", "$1\r\n2\r\n").Wait(TimeSpan.FromSeconds(2)).Do("GET c", "$1\r\n3\r\n");
        run.Feed(talk.Pieces.Skip(3));
        Assert.Equal([("GET", "b", "2", ""), ("GET", "c", "3", "")], run.Commands.Select(row => (row.Command, row.Arguments, row.Response, row.Database)));
    }

    [Fact]
    public void Serial_connection_is_paired_again_behind_a_loss()
    {
        var talk = new Talk();
        for (var i = 0; i < 10; i++)
            talk.Do($"LRANGE l{i} 0 -1", RedisTalk.Array(RedisTalk.Bulk($"{i}"), RedisTalk.Bulk(new string('y', 50)))).Do($"GET k{i}", RedisTalk.Bulk($"v{i}"));
        // In the middle of one reply, and the rest of it looks like a reply.
        var pieces = talk.Pieces.ToList();
        var cut = pieces[21];
        pieces[21] = cut with { Payload = cut.Payload[11..], Size = cut.Size - 11, Position = cut.Position + 11 };
        using var run = new ProtocolRun();
        run.Feed(pieces);
        Assert.Equal(talk.Rows().Where(r => r.Arguments != "l5|0|-1"), run.Commands);
    }

    [Fact]
    public void Replica_stream_that_is_joined_in_the_middle_is_known()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(RedisTalk.Line("PING")).Answer("+PONG\r\n").Ask(RedisTalk.Line("REPLCONF ACK 1")).Answer(RedisTalk.Line("SET a 1")).Answer(RedisTalk.Line("SET a 2")).Pieces);
        run.Flush();
        Assert.Equal(["PING", "REPLCONF"], run.Commands.Select(r => r.Command));
        Assert.Equal(0ul, run.Stat("invalid", "redis"));
    }

    [Theory]
    [InlineData("PING\r\n", "PONG\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("get key\r\n", "VALUE key 0 1\r\n1\r\nEND\r\n")]
    [InlineData("USER x\r\n", "+OK POP3\r\n")]
    public void Other_protocols_are_not_taken_for_it(string ask, string answer)
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(ask).Answer(answer).Ask(ask).Answer(answer).Pieces);
        run.Flush();
        Assert.Equal(0ul, run.Stat("opened", "redis"));
    }

    [Fact]
    public void Role_is_told_by_the_bytes_where_the_source_does_not_know_it()
    {
        foreach (var isFirst in (bool[])[true, false])
        {
            using var run = new ProtocolRun();
            run.Feed(new Talk().Do("PING", "+PONG\r\n").Pieces.Skip(isFirst ? 0 : 1).Concat(new Talk().Do("GET a", Ok).Pieces.Take(0)).Select(p => p with { Role = 4, IsIngress = !p.IsIngress }));
            run.Flush();
            Assert.Equal(1ul, run.Stat("opened", "redis"));
            Assert.All(run.Commands, r => Assert.Equal(1, r.Role));
        }
    }
}
