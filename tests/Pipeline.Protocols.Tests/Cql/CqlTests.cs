using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Cql.CqlBytes;

namespace Pipeline.Protocols.Tests.Cql;

public sealed class CqlTests
{
    private static readonly byte[] Done = Int(1);
    private static readonly byte[] Id = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Query_and_rows_become_a_row(int version)
    {
        var rows = Rows([("id", Type(9)), ("name", Type(13)), ("ok", Type(4))], [Value(Int(7)), Utf8("Ann"), Value([1])], [Value(Int(8)), Value(null), Value([0])]);
        var row = Assert.Single(new Talk().Say(true, Envelope(version, 5, Query, QueryBody(version, "SELECT * FROM shop.people", 6))).Wait(TimeSpan.FromMilliseconds(2)).Say(false, Envelope(version, 5, Result, rows)).TableRowsOf());
        Assert.Equal(
            "QUERY|RESULT|cassandra|shop|SELECT|people|SELECT * FROM shop.people|LOCAL_QUORUM||2|3000000",
            row.Cells("req_op", "resp_op", "db_system", "keyspace", "operation", "collection", "query", "consistency", "error_code", "rows", "latency_ns"));
        Assert.Equal("""{"query":"SELECT * FROM shop.people","consistency":"LOCAL_QUORUM"}""", row["req_body"]);
        Assert.Equal("""{"kind":"rows","columns":["id","name","ok"],"rows":[[7,"Ann",true],[8,null,false]]}""", row["resp_body"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Prepared_statements_are_known_by_what_was_seen_of_them(int version)
    {
        var prepared = Prepared(version, Id, [("id", Type(9)), ("password", Type(13)), ("tags", [.. Type(0x22), .. Type(13)])], [("id", Type(9)), ("at", Type(11))]);
        byte[] execute = [.. Short(16), .. Id, .. version == 5 ? [.. Short(16), .. Id] : Array.Empty<byte>(), .. Parameters(version, 1, Value(Int(42)), Utf8("hidden"), Value([.. Int(2), .. Utf8("a"), .. Utf8("b")]))];
        byte[] rows = [.. Int(2), .. Int(4), .. Int(2), .. Int(1), .. Value(Int(42)), .. Value(Long(1_700_000_000_123))];
        byte[] Wire(int stream, byte opcode, byte[] body) => version == 5 ? Segment(Envelope(5, stream, opcode, body)) : Envelope(version, stream, opcode, body);
        var told = new Talk().Say(true, Wire(1, Prepare, [.. LongString("SELECT id, at FROM people WHERE id = ? AND password = ? AND tags = ?"), .. version == 5 ? Int(0) : []])).Say(false, Wire(1, Result, prepared))
            .Say(true, Wire(2, Execute, execute)).Say(false, Wire(2, Result, rows)).TableRowsOf();
        Assert.Equal(["PREPARE|PREPARE|people", "EXECUTE|SELECT|people"], told.Select(r => r.Cells("req_op", "operation", "collection")));
        Assert.Equal(
            """{"id":"0x0102030405060708090a0b0c0d0e0f10","query":"SELECT id, at FROM people WHERE id = ? AND password = ? AND tags = ?","consistency":"ONE","values":{"id":42,"password":"[redacted]","tags":["a","b"]}}""",
            told[1]["req_body"]);
        Assert.Equal("""{"kind":"rows","columns":["id","at"],"rows":[[42,"2023-11-14T22:13:20.123Z"]]}""", told[1]["resp_body"]);
        Assert.Equal("1", told[1]["rows"]);
    }

    [Fact]
    public void Execution_of_what_nobody_saw_being_prepared_says_so()
    {
        var row = Assert.Single(new Talk().Do(4, 1, Execute, [.. Short(16), .. Id, .. Parameters(4, 1, Utf8("hidden"))], Result, Done).TableRowsOf());
        Assert.Equal("EXECUTE|||ONE", row.Cells("operation", "query", "collection", "consistency"));
        Assert.Equal("""{"id":"0x0102030405060708090a0b0c0d0e0f10","consistency":"ONE","values":["[redacted]"]}""", row["req_body"]);
    }

    [Theory]
    [InlineData(1, "61", "\"a\"")]
    [InlineData(2, "fffffffffffffffe", "-2")]
    [InlineData(3, "00ff", "\"0x00ff\"")]
    [InlineData(6, "00000002ff85", "\"-1.23\"")]
    [InlineData(6, "0000000305", "\"0.005\"")]
    [InlineData(6, "fffffffe05", "\"5E2\"")]
    [InlineData(7, "3ff8000000000000", "1.5")]
    [InlineData(8, "3dcccccd", "0.1")]
    [InlineData(0x0B, "7fffffffffffffff", "9223372036854775807")]
    [InlineData(0x0C, "00112233445566778899aabbccddeeff", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData(0x0E, "ff7f", "-129")]
    [InlineData(0x10, "7f000001", "\"127.0.0.1\"")]
    [InlineData(0x10, "20010db8000000000000000000000001", "\"2001:db8::1\"")]
    [InlineData(0x11, "80000001", "\"1970-01-02\"")]
    [InlineData(0x12, "00000000000f4241", "\"00:00:00.001000001\"")]
    [InlineData(0x13, "ffff", "-1")]
    [InlineData(0x14, "80", "-128")]
    [InlineData(9, "01", "\"0x01\"")]
    [InlineData(0x15, "020406", "\"0x020406\"")]
    public void Values_are_shown_by_their_types(int type, string hex, string json)
    {
        var row = Assert.Single(new Talk().Do(4, 1, Query, QueryBody(4, "SELECT x FROM t"), Result, Rows([("x", Type(type))], [Value(Convert.FromHexString(hex))])).TableRowsOf());
        Assert.Equal($$"""{"kind":"rows","columns":["x"],"rows":[[{{json}}]]}""", row["resp_body"]);
    }

    [Fact]
    public void Types_that_are_made_of_others_are_shown()
    {
        byte[] map = [.. Type(0x21), .. Type(13), .. Type(9)];
        byte[] pairs = [.. Type(0x21), .. Type(9), .. Type(4)];
        byte[] udt = [.. Type(0x30), .. String("shop"), .. String("address"), .. Short(2), .. String("street"), .. Type(13), .. String("number"), .. Type(9)];
        byte[] tuple = [.. Type(0x31), .. Short(2), .. Type(9), .. Type(0x20), .. Type(9)];
        var rows = Rows(
            [("m", map), ("p", pairs), ("u", udt), ("t", tuple)],
            [Value([.. Int(1), .. Utf8("k"), .. Value(Int(3))]), Value([.. Int(1), .. Value(Int(3)), .. Value([1])]), Value(Utf8("Main")), Value([.. Value(Int(1)), .. Value([.. Int(2), .. Value(Int(2)), .. Value(Int(3))])])]);
        var row = Assert.Single(new Talk().Do(4, 1, Query, QueryBody(4, "SELECT * FROM t"), Result, rows).TableRowsOf());
        Assert.Equal("""{"kind":"rows","columns":["m","p","u","t"],"rows":[[{"k":3},[[3,true]],{"street":"Main","number":null},[1,[2,3]]]]}""", row["resp_body"]);
    }

    [Fact]
    public void Errors_warnings_and_traces_are_told()
    {
        byte[] invalid = [.. Int(0x2200), .. String("No such table")];
        byte[] warned = [.. Id, .. Short(1), .. String("beware"), .. Short(1), .. String("key"), .. Value([1]), .. Done];
        var rows = new Talk().Do(4, 1, Query, QueryBody(4, "SELECT * FROM t"), Error, invalid)
            .Say(true, Envelope(4, 2, Query, [.. Short(1), .. String("key"), .. Value([1]), .. QueryBody(4, "INSERT INTO t (a) VALUES (1)")], flags: 2 | 4)).Say(false, Envelope(4, 2, Result, warned, flags: 2 | 4 | 8)).TableRowsOf();
        Assert.Equal("ERROR|0x2200|Invalid", rows[0].Cells("resp_op", "error_code", "error_name"));
        Assert.Equal("""{"code":8704,"message":"No such table"}""", rows[0]["resp_body"]);
        Assert.Equal("INSERT|t", rows[1].Cells("operation", "collection"));
        Assert.Equal("""{"tracing_id":"01020304-0506-0708-090a-0b0c0d0e0f10","warnings":["beware"],"kind":"void"}""", rows[1]["resp_body"]);
    }

    [Fact]
    public void Events_are_rows_by_themselves()
    {
        byte[] changed = [.. String("SCHEMA_CHANGE"), .. String("CREATED"), .. String("TABLE"), .. String("shop"), .. String("people")];
        byte[] up = [.. String("STATUS_CHANGE"), .. String("UP"), 4, 10, 0, 0, 1, .. Int(9042)];
        var rows = new Talk().Do(4, 0, Startup, [.. Short(1), .. String("CQL_VERSION"), .. String("3.0.0")], Ready, []).Do(4, 1, 11, [.. Short(1), .. String("SCHEMA_CHANGE")], Ready, [])
            .Say(false, Envelope(4, -1, Event, changed)).Say(false, Envelope(4, -1, Event, up)).TableRowsOf();
        Assert.Equal(["STARTUP|READY|STARTUP", "REGISTER|READY|REGISTER", "none|EVENT|EVENT", "none|EVENT|EVENT"], rows.Select(r => r.Cells("req_op", "resp_op", "operation")));
        Assert.Equal("""{"CQL_VERSION":"3.0.0"}""", rows[0]["req_body"]);
        Assert.Equal("""{"event":"SCHEMA_CHANGE","change":"CREATED","target":"TABLE","keyspace":"shop","name":"people"}""", rows[2]["resp_body"]);
        Assert.Equal("""{"event":"STATUS_CHANGE","change":"UP","address":"10.0.0.1","port":9042}""", rows[3]["resp_body"]);
    }

    [Fact]
    public void Batches_keyspaces_and_credentials()
    {
        byte[] batch = [0, .. Short(2), 0, .. LongString("UPDATE a SET x = ?"), .. Short(1), .. Value([5]), 1, .. Short(16), .. Id, .. Short(0), .. Short(4), 0];
        var rows = new Talk().Do(4, 1, Query, QueryBody(4, "USE shop"), Result, [.. Int(3), .. String("shop")]).Do(4, 1, Batch, batch, Result, Done)
            .Do(4, 1, 15, Value([0, (byte)'b', 0, .. "hidden"u8]), 16, Value([])).Do(4, 1, Query, QueryBody(4, "CREATE ROLE r WITH PASSWORD = 'hidden'"), Result, Done).TableRowsOf();
        Assert.Equal(["|USE|", "shop|BATCH|", "shop|AUTH_RESPONSE|", "shop|CREATE|"], rows.Select(r => r.Cells("keyspace", "operation", "collection")));
        Assert.Equal("QUORUM", rows[1]["consistency"]);
        Assert.Equal(
            """{"type":"LOGGED","count":2,"queries":[{"query":"UPDATE a SET x = ?","values":["0x05"]},{"id":"0x0102030405060708090a0b0c0d0e0f10","values":[]}],"consistency":"QUORUM"}""", rows[1]["req_body"]);
        Assert.DoesNotContain(rows, r => r.ToString().Contains("hidden", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Segments_of_version_five_are_read(bool isPacked)
    {
        byte[] Wrap(byte[] payload) => isPacked ? PackedSegment(payload) : Segment(payload);
        var startup = Envelope(5, 0, Startup, [.. Short(2), .. String("CQL_VERSION"), .. String("3.0.0"), .. String("COMPRESSION"), .. String("lz4")]);
        var (one, two) = (Envelope(5, 1, Query, QueryBody(5, "SELECT a FROM t")), Envelope(5, 2, Query, QueryBody(5, "DELETE FROM u WHERE a = 1")));
        var rows = new Talk().Say(true, startup).Say(false, Envelope(5, 0, Ready, [])).Say(true, Wrap([.. one, .. two])).Say(false, Wrap(Envelope(5, 2, Result, Done)))
            .Say(false, [.. Wrap(Envelope(5, 1, Result, Done)), .. Wrap(Envelope(5, -1, Event, [.. String("STATUS_CHANGE"), .. String("UP"), 4, 10, 0, 0, 1, .. Int(9042)]))]).TableRowsOf();
        Assert.Equal(["STARTUP|", "DELETE|u", "SELECT|t", "EVENT|"], rows.Select(r => r.Cells("operation", "collection")));
    }

    [Fact]
    public void Envelopes_of_many_segments_are_read()
    {
        var big = Envelope(5, 3, Query, QueryBody(5, $"INSERT INTO blobs (a) VALUES (0x{new string('a', 300_000)})"));
        var talk = new Talk().Say(true, Envelope(5, 0, Startup, [.. Short(1), .. String("CQL_VERSION"), .. String("3.0.0")])).Say(false, Envelope(5, 0, Ready, []));
        foreach (var part in big.Chunk(100_000))
            foreach (var piece in Segment(part, isSelfContained: false).Chunk(30_000))
                talk.Say(true, piece);
        var rows = talk.Say(false, Segment(Envelope(5, 3, Result, Done))).TableRowsOf();
        Assert.Equal($"INSERT|blobs|{big.Length}", rows[1].Cells("operation", "collection", "req_size"));
    }

    [Fact]
    public void Bodies_in_lz4_and_snappy_are_read()
    {
        var body = QueryBody(4, "SELECT a FROM t WHERE aaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1");
        byte[] lz4 = [.. Int(body.Length), .. Literals(body)];
        // A literal of 62 bytes or fewer, and then the rest as another.
        byte[] snappy = [(byte)body.Length, 59 << 2, .. body[..60], (byte)((body.Length - 61) << 2), .. body[60..]];
        foreach (var packed in (byte[][])[lz4, snappy])
        {
            var row = Assert.Single(new Talk().Say(true, Envelope(4, 1, Query, packed, flags: 1)).Say(false, Envelope(4, 1, Result, Done)).TableRowsOf());
            Assert.Equal("SELECT|t|ONE", row.Cells("operation", "collection", "consistency"));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(6, 0)]
    [InlineData(0x41, 0)]
    [InlineData(5, 0x10)]
    public void Other_versions_and_those_that_are_not_final_are_not_read(int version, byte flags)
    {
        using var run = TableRows.Run(out var rows);
        run.Feed(new Talk().Say(true, Envelope(version, 0, Startup, [.. Short(1), .. String("CQL_VERSION"), .. String("3.0.0")], flags)).Pieces);
        run.Flush();
        Assert.Empty(rows);
        Assert.Equal(0ul, run.Stat("opened", "cql"));
    }

    [Fact]
    public void Number_that_is_used_again_after_a_loss_is_never_paired_with_the_wrong_answer()
    {
        var talk = new Talk().Do(4, 1, Query, QueryBody(4, "SELECT a FROM one"), Result, Done).Do(4, 1, Query, QueryBody(4, "SELECT a FROM two"), Result, Done)
            .Do(4, 1, Query, QueryBody(4, "SELECT a FROM three"), Result, Done).Do(4, 1, Query, QueryBody(4, "SELECT a FROM four"), Result, Done);
        using var run = TableRows.Run(out var rows);
        // Without the answer to the second, and the third request.
        run.Feed(talk.Pieces.Where((_, i) => i is not (3 or 4)));
        run.Close(talk);
        Assert.Equal(["one", "four"], rows.Select(r => r["collection"]));
    }
}
