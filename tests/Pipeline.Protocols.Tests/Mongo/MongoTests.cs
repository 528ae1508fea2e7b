using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Mongo;

public sealed class MongoTests
{
    private static readonly byte[] Find = Bson.Document(("find", "people"), ("filter", Bson.Document(("age", 42))), ("$db", "shop"));

    [Fact]
    public void Command_and_answer_become_a_row()
    {
        var answer = Bson.Document(("cursor", Bson.Document(("firstBatch", new object[] { Bson.Document(("_id", 1)), Bson.Document(("_id", 2)) }), ("id", 77L), ("ns", "shop.people"))), ("ok", 1.0));
        var row = Assert.Single(new Talk().Say(true, MongoBytes.Message(5, 0, Find)).Wait(TimeSpan.FromMilliseconds(4)).Say(false, MongoBytes.Message(9, 5, answer)).TableRowsOf());
        Assert.Equal("find|ok|mongodb|shop|people||2|77|none", row.Cells("req_cmd", "resp_status", "db_system", "database", "collection", "error_code", "documents", "cursor_id", "compression"));
        Assert.Equal("""{"find":"people","filter":{"age":{"$numberInt":"42"}},"$db":"shop"}""", row["req_body"]);
        Assert.Equal(
            """{"cursor":{"firstBatch":[{"_id":{"$numberInt":"1"}},{"_id":{"$numberInt":"2"}}],"id":{"$numberLong":"77"},"ns":"shop.people"},"ok":{"$numberDouble":"1.0"}}""",
            row["resp_body"]);
        Assert.Equal($"{21 + Find.Length}|{21 + answer.Length}|5000000|1001000000|server", row.Cells("req_size", "resp_size", "latency_ns", "time", "trace_role"));
    }

    [Fact]
    public void Documents_of_a_sequence_are_an_array_of_the_body()
    {
        var request = MongoBytes.Message(1, 0, Bson.Document(("insert", "c"), ("$db", "d")), 1, ("documents", [Bson.Document(("a", 1)), Bson.Document(("a", "x"))]));
        var row = Assert.Single(new Talk().Say(true, request).Say(false, MongoBytes.Message(2, 1, Bson.Document(("n", 2), ("ok", 1.0)))).TableRowsOf());
        Assert.Equal("""{"insert":"c","$db":"d","documents":[{"a":{"$numberInt":"1"}},{"a":"x"}]}""", row["req_body"]);
        Assert.Equal("insert|d|c|2", row.Cells("req_cmd", "database", "collection", "documents"));
    }

    [Fact]
    public void What_stands_behind_megabytes_is_told()
    {
        var documents = Enumerable.Range(0, 2000).Select(i => (object)Bson.Document(("_id", i), ("text", new string('x', 1000)))).ToArray();
        var insert = MongoBytes.Message(1, 0, Bson.Document(("insert", "big"), ("documents", documents), ("$db", "last")));
        var found = MongoBytes.Message(2, 1, Bson.Document(("cursor", Bson.Document(("firstBatch", documents), ("id", 0L), ("ns", "last.big"))), ("ok", 0.0), ("code", 50), ("codeName", "MaxTimeMSExpired")));
        var talk = new Talk();
        foreach (var chunk in insert.Chunk(30_000))
            talk.Say(true, chunk);
        foreach (var chunk in found.Chunk(30_000))
            talk.Say(false, chunk);
        var row = Assert.Single(talk.TableRowsOf());
        Assert.Equal($"last|big|2000|error|50|MaxTimeMSExpired|{insert.Length}|{found.Length}", row.Cells("database", "collection", "documents", "resp_status", "error_code", "error_name", "req_size", "resp_size"));
    }

    [Theory]
    [InlineData(0, "50", "MaxTimeMSExpired")]
    [InlineData(1, "11000", "")]
    [InlineData(2, "64", "WriteConcernFailed")]
    [InlineData(3, "unknown", "")]
    [InlineData(4, "", "")]
    public void Errors_are_told_by_their_numbers(int kind, string code, string name)
    {
        var answer = kind switch
        {
            0 => Bson.Document(("ok", 0.0), ("errmsg", "operation exceeded time limit"), ("code", 50), ("codeName", "MaxTimeMSExpired")),
            1 => Bson.Document(("n", 0), ("writeErrors", new object[] { Bson.Document(("index", 0), ("code", 11000), ("errmsg", "E11000")), Bson.Document(("index", 1), ("code", 121)) }), ("ok", 1.0)),
            2 => Bson.Document(("n", 1), ("writeConcernError", Bson.Document(("code", 64), ("codeName", "WriteConcernFailed"))), ("ok", 1.0)),
            3 => Bson.Document(("ok", false)),
            _ => Bson.Document(("value", Bson.Document(("code", 5), ("ok", 0))), ("ok", 1)),
        };
        Assert.Equal($"{code}|{name}", Assert.Single(new Talk().Do(1, Find, answer).TableRowsOf()).Cells("error_code", "error_name"));
    }

    [Fact]
    public void Answers_find_their_requests_in_any_order()
    {
        var rows = new Talk().Say(true, [.. MongoBytes.Message(1, 0, Find), .. MongoBytes.Message(2, 0, Bson.Document(("count", "c"), ("$db", "d")))])
            .Say(false, MongoBytes.Message(8, 2, Bson.Document(("n", 5), ("ok", 1.0)))).Say(false, MongoBytes.Message(9, 1, MongoBytes.Ok)).TableRowsOf();
        Assert.Equal(["count|5", "find|0"], rows.Select(r => r.Cells("req_cmd", "documents")));
    }

    [Fact]
    public void Request_that_wants_no_answer_is_a_row_at_once()
    {
        var row = Assert.Single(new Talk().Say(true, MongoBytes.Message(1, 0, Bson.Document(("update", "c"), ("$db", "d")), MongoBytes.MoreToCome)).TableRowsOf());
        Assert.Equal("update||0|0", row.Cells("req_cmd", "resp_status", "resp_size", "latency_ns"));
    }

    [Fact]
    public void Cursor_that_goes_on_by_itself_is_one_row()
    {
        byte[] Batch(int id, int answers, long cursor, bool goesOn) => MongoBytes.Message(
            id, answers, Bson.Document(("cursor", Bson.Document(("id", cursor), ("nextBatch", new object[] { Bson.Document(("x", id)) }))), ("ok", 1.0)), goesOn ? MongoBytes.MoreToCome : 0);
        var get = MongoBytes.Message(7, 0, Bson.Document(("getMore", 99L), ("collection", "c"), ("$db", "d")), MongoBytes.ExhaustAllowed);
        var rows = new Talk().Say(true, get).Say(false, Batch(10, 7, 99, true)).Say(false, Batch(11, 10, 99, true)).Say(false, Batch(12, 11, 0, false)).Do(20, Find, MongoBytes.Ok).TableRowsOf();
        Assert.Equal(["getMore|c|3|99|3000000", "find|people|0|0|1000000"], rows.Select(r => r.Cells("req_cmd", "collection", "documents", "cursor_id", "latency_ns")));
    }

    [Fact]
    public void What_drivers_ask_by_themselves_is_no_row()
    {
        using var run = TableRows.Run(out var rows);
        var talk = new Talk().Say(true, MongoBytes.Query(1, "admin.$cmd", Bson.Document(("isMaster", 1), ("client", Bson.Document(("driver", Bson.Document())))))).Say(false, MongoBytes.Reply(2, 1, 8, 0, MongoBytes.Ok))
            .Say(true, MongoBytes.Message(3, 0, Bson.Document(("hello", 1), ("$db", "admin")), MongoBytes.ExhaustAllowed)).Say(false, MongoBytes.Message(4, 3, MongoBytes.Ok, MongoBytes.MoreToCome))
            .Say(false, MongoBytes.Message(5, 4, MongoBytes.Ok, MongoBytes.MoreToCome));
        run.Feed(talk.Pieces);
        run.Close(talk);
        run.Flush();
        Assert.Empty(rows);
        Assert.Equal((5ul, 0ul, 0ul), (run.Stat("messages", "mongo"), run.Stat("unpaired_requests", "mongo"), run.Stat("unpaired_responses", "mongo")));
    }

    [Theory]
    [InlineData(true, "zlib")]
    [InlineData(false, "noop")]
    public void Compressed_messages_are_read(bool isZlib, string name)
    {
        var request = MongoBytes.Compressed(MongoBytes.Message(1, 0, Find), isZlib);
        var answer = MongoBytes.Compressed(MongoBytes.Message(2, 1, Bson.Document(("n", 3), ("ok", 1.0))), isZlib);
        var row = Assert.Single(new Talk().Say(true, request).Say(false, answer).TableRowsOf());
        Assert.Equal($"find|shop|people|3|ok|{name}|{request.Length}|{answer.Length}", row.Cells("req_cmd", "database", "collection", "documents", "resp_status", "compression", "req_size", "resp_size"));
        Assert.Equal("""{"find":"people","filter":{"age":{"$numberInt":"42"}},"$db":"shop"}""", row["req_body"]);
    }

    [Fact]
    public void Of_zstd_sizes_are_told()
    {
        byte[] Packed(int id, int answers) => MongoBytes.Frame(id, answers, 2012, [.. Bson.Int32(2013), .. Bson.Int32(500), 3, 0x28, 0xB5, 0x2F, 0xFD, 0, 1, 2, 3]);
        var row = Assert.Single(new Talk().Say(true, Packed(1, 0)).Say(false, Packed(2, 1)).TableRowsOf());
        Assert.Equal("||||zstd|33|33|1000000", row.Cells("req_cmd", "req_body", "resp_body", "resp_status", "compression", "req_size", "resp_size", "latency_ns"));
    }

    [Fact]
    public void Messages_before_op_msg_are_read()
    {
        var document = Bson.Document(("code", 5), ("ok", 0));
        byte[] Named(int id, int opcode, string name, byte[] rest) => MongoBytes.Frame(id, 0, opcode, [0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(name), 0, .. rest]);
        var rows = new Talk()
            .Say(true, MongoBytes.Query(1, "d.$cmd", Bson.Document(("count", "c")))).Say(false, MongoBytes.Reply(2, 1, 8, 0, Bson.Document(("n", 4), ("ok", 1.0))))
            .Say(true, MongoBytes.Query(3, "d.c.e", Bson.Document(("$query", Bson.Document(("a", 1)))))).Say(false, MongoBytes.Reply(4, 3, 8, 55, document, document))
            .Say(true, Named(5, 2005, "d.c.e", [.. Bson.Int32(0), .. Bson.Int64(55)])).Say(false, MongoBytes.Reply(6, 5, 1, 0))
            .Say(true, Named(7, 2002, "d.c", [.. document, .. document])).Say(true, Named(8, 2006, "d.c", [0, 0, 0, 0, .. document])).Say(true, MongoBytes.Frame(9, 0, 2007, [.. Bson.Int32(0), .. Bson.Int32(1), .. Bson.Int64(55)]))
            .Say(true, MongoBytes.Query(10, "d.c", document)).Say(false, MongoBytes.Reply(11, 10, 2, 0, Bson.Document(("$err", "bad"), ("code", 13)))).TableRowsOf();
        Assert.Equal(
            ["count|d|c|4|0|", "query|d|c.e|2|55|", "getMore|d|c.e|0|55|43", "insert|d|c|0|0|", "delete|d|c|0|0|", "killCursors|||0|0|", "query|d|c|1|0|13"],
            rows.Select(r => r.Cells("req_cmd", "database", "collection", "documents", "cursor_id", "error_code")));
        Assert.Equal("""[{"code":{"$numberInt":"5"},"ok":{"$numberInt":"0"}},{"code":{"$numberInt":"5"},"ok":{"$numberInt":"0"}}]""", rows[1]["resp_body"]);
    }

    [Fact]
    public void Secrets_are_not_told()
    {
        var rows = new Talk().Do(1, Bson.Document(("saslStart", 1), ("mechanism", "SCRAM-SHA-256"), ("payload", "n,,n=hidden"), ("$db", "admin")), Bson.Document(("payload", "r=hidden"), ("done", false), ("ok", 1.0)))
            .Do(2, Bson.Document(("createUser", "bob"), ("pwd", "hidden"), ("customData", Bson.Document(("x", "hidden"))), ("roles", Array.Empty<object>()), ("$db", "admin")), MongoBytes.Ok)
            .Do(3, Bson.Document(("insert", "users"), ("documents", new object[] { Bson.Document(("name", "bob"), ("passwordHash", "hidden"), ("tokens", new object[] { "hidden" }), ("z", 1)) }), ("$db", "d")), MongoBytes.Ok).TableRowsOf();
        Assert.DoesNotContain(rows, r => r.ToString().Contains("hidden", StringComparison.Ordinal));
        Assert.Equal("""{"saslStart":{"$numberInt":"1"},"mechanism":"SCRAM-SHA-256","payload":"[redacted]","$db":"admin"}""", rows[0]["req_body"]);
        Assert.Equal("""{"payload":"[redacted]","done":false,"ok":{"$numberDouble":"1.0"}}""", rows[0]["resp_body"]);
        Assert.Equal("""{"createUser":"bob","pwd":"[redacted]","customData":"[redacted]","roles":[],"$db":"admin"}""", rows[1]["req_body"]);
        Assert.Equal("""{"insert":"users","documents":[{"name":"bob","passwordHash":"[redacted]","tokens":"[redacted]","z":{"$numberInt":"1"}}],"$db":"d"}""", rows[2]["req_body"]);
        Assert.Equal("", rows[1]["collection"]);
    }

    [Fact]
    public void Connection_joined_in_the_middle_is_read_from_its_next_message_on()
    {
        var pieces = new Talk().Do(1, Find, MongoBytes.Ok).Do(2, Find, MongoBytes.Ok).Pieces.Select(p => p with { Position = p.Position + (1ul << 48) }).ToList();
        using var run = TableRows.Run(out var rows);
        run.Feed(pieces[1..]);
        run.Flush();
        Assert.Equal("find", Assert.Single(rows)["req_cmd"]);
        Assert.Equal(1ul, run.Stat("unpaired_responses", "mongo"));
    }

    [Fact]
    public void Bodies_can_be_left_out()
    {
        var row = Assert.Single(new Talk().Do(1, Find, MongoBytes.Ok).TableRowsOf(new ProtocolsOptions { MaxBody = new ByteSize(0) }));
        Assert.Equal("||find|people|ok", row.Cells("req_body", "resp_body", "req_cmd", "collection", "resp_status"));
    }
}
