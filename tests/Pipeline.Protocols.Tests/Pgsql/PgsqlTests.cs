using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Pgsql.Pg;

namespace Pipeline.Protocols.Tests.Pgsql;

public sealed class PgsqlTests
{
    [Fact]
    public void Startup_is_a_row_without_secrets()
    {
        var talk = new Talk().Ask(Startup).Answer(Message('R', Int(3))).Ask(Message('p', Zero("hunter2"))).Answer(Started);
        var row = Assert.Single(PgRow.Of(talk));
        Assert.Equal(("Startup", "user=bob database=shop", "password", "shop", "bob", "idle", 3_000_000), (row.Command, row.Request, row.Response, row.Database, row.User, row.Transaction, row.Latency));
    }

    [Fact]
    public void A_login_that_fails_has_its_sqlstate()
    {
        var row = Assert.Single(PgRow.Of(new Talk().Ask(Startup).Answer(Message('R', Int(10))).Ask(Message('p', Zero("x"))).Answer(Error("28P01", "password authentication failed", "FATAL"))));
        Assert.Equal(("Startup", "sasl\nFATAL: password authentication failed", "28P01"), (row.Command, row.Response, row.SqlState));
    }

    [Fact]
    public void A_query_has_columns_rows_and_what_was_done()
    {
        var row = Last(Begun().Ask(Query("select id, name from users where name = 'x'")).Answer(Columns("id", "name"), Row("1", "x"), Row("2", null), Tag("SELECT 2"), Ready));
        Assert.Equal(("Query", "select id, name from users where name = 'x'", "SELECT", "users", "id,name\n1,x\n2,NULL\nSELECT 2"), (row.Command, row.Request, row.Operation, row.Collection, row.Response));
        Assert.Equal((2ul, 0ul, "", "idle", "shop", "bob", 1_000_000), (row.Returned, row.Affected, row.SqlState, row.Transaction, row.Database, row.User, row.Latency));
        Assert.Equal((2, 49ul), (row.Role, row.RequestSize));
    }

    [Fact]
    public void Several_statements_in_one_query_are_one_row()
    {
        var row = Last(Begun().Ask(Query("insert into a values (1); update b set c = 2; select 3")).Answer(Tag("INSERT 0 1"), Tag("UPDATE 5"), Columns("x"), Row("3"), Tag("SELECT 1"), Ready));
        Assert.Equal(("INSERT", "a", 6ul, 1ul, "INSERT 0 1\nUPDATE 5\nx\n3\nSELECT 1"), (row.Operation, row.Collection, row.Affected, row.Returned, row.Response));
    }

    [Fact]
    public void An_error_has_its_sqlstate_and_text()
    {
        var row = Last(Begun().Ask(Query("selec 1")).Answer(Error("42601", "syntax error at or near \"selec\""), ReadyIn('E')));
        Assert.Equal(("ERROR: syntax error at or near \"selec\"", "42601", "failed", ""), (row.Response, row.SqlState, row.Transaction, row.Operation));
    }

    [Fact]
    public void Prepare_and_execution_in_one_round_are_one_row()
    {
        var row = Last(Begun().Ask(Parse("", "select * from t where a = $1 and password = $2", 23), Bind("", "", "5", "S"), Describe('P'), Execute(), Sync)
            .Answer(Parsed, Bound, Columns("a", "password"), Row("5", "S"), Tag("SELECT 1"), Ready));
        Assert.Equal(("Execute", "select * from t where a = $1 and password = $2", "5|[redacted]", "SELECT", "t"), (row.Command, row.Request, row.Parameters, row.Operation, row.Collection));
        Assert.Equal(("a,password\n5,[redacted]\nSELECT 1", 1ul, "idle", 1_000_000), (row.Response, row.Returned, row.Transaction, row.Latency));
    }

    [Fact]
    public void A_named_statement_keeps_its_text()
    {
        var rows = PgRow.Of(Begun().Ask(Parse("s1", "update t set a = $1"), Describe('S', "s1"), Sync).Answer(Parsed, Message('t', [.. Short(1), .. Int(23)]), NoData, Ready)
            .Ask(BindBinary("", "s1", Int(-7)), Execute(), Sync).Answer(Bound, Tag("UPDATE 3"), ReadyIn('T'))
            .Ask(Close('S', "s1"), Sync).Answer(Message('3'), Ready));
        Assert.Equal(["Startup", "Parse", "Execute", "Close"], rows.Select(r => r.Command));
        Assert.Equal([("update t set a = $1", "s1"), ("update t set a = $1", "s1"), ("update t set a = $1", "s1")], rows.Skip(1).Select(r => (r.Request, r.Statement)));
        Assert.Equal(("-7", 3ul, "active", "UPDATE", "t"), (rows[2].Parameters, rows[2].Affected, rows[2].Transaction, rows[2].Operation, rows[2].Collection));
    }

    [Fact]
    public void A_pipeline_has_a_row_an_execution_and_none_for_what_is_skipped()
    {
        List<PgRow> rows = [];
        using var run = PgRow.Run(rows);
        var talk = Begun().Ask(
            Parse("", "insert into a values ($1)"), Bind("", "", "1"), Execute(), Parse("", "select nonsense"), Bind("", ""), Execute(), Parse("", "select 3"), Bind("", ""), Execute(), Sync,
            Parse("", "select 4"), Bind("", ""), Execute(), Sync)
            .Answer(Parsed, Bound, Tag("INSERT 0 1"), Error("42703", "column does not exist"), Ready, Parsed, Bound, Row("4"), Tag("SELECT 1"), Ready);
        run.Feed(talk.Pieces);
        run.Close(talk);
        run.Flush();
        Assert.Equal([("Execute", "insert into a values ($1)", "", "unknown"), ("Parse", "select nonsense", "42703", "idle"), ("Execute", "select 4", "", "idle")],
            rows.Skip(1).Select(r => (r.Command, r.Request, r.SqlState, r.Transaction)));
        Assert.Equal(("SELECT 1", 1ul), (rows[3].Response, rows[3].Returned));
        Assert.Equal(1ul, run.Stat("unpaired_requests", "pgsql"));
        Assert.Equal(0ul, run.Stat("unpaired_responses", "pgsql"));
    }

    [Fact]
    public void What_fails_when_a_round_commits_is_a_row()
    {
        var failed = Error("23505", "duplicate key value violates unique constraint");
        var rows = PgRow.Of(Begun().Ask(Parse("", "insert into deferred values (1)"), Bind("", ""), Execute(), Sync).Answer(Parsed, Bound, Tag("INSERT 0 1"), failed, Ready)
            .Ask(Query("select 1")).Answer(Columns("a"), Row("1"), Tag("SELECT 1"), Ready));
        Assert.Equal([("Execute", "INSERT 0 1", ""), ("Sync", "ERROR: duplicate key value violates unique constraint", "23505"), ("Query", "a\n1\nSELECT 1", "")],
            rows.Skip(1).Select(r => (r.Command, r.Response, r.SqlState)));
        Assert.Equal(("idle", (ulong)Sync.Length, (ulong)(failed.Length + Ready.Length)), (rows[2].Transaction, rows[2].RequestSize, rows[2].ResponseSize));
    }

    [Fact]
    public void An_answer_that_is_given_up_in_its_middle_leaves_nothing_in_the_next_row()
    {
        var talk = Begun().Ask(Query("select a")).Answer(Columns("a"), Row("1"));
        // More than may wait.
        for (var i = 0; i < 1 << 14; i++)
            talk.Ask(Query("select 0"));
        talk.Answer(Row("2"), Tag("SELECT 2"), Ready).Wait(TimeSpan.FromSeconds(1)).Ask(Query("select b")).Answer(Columns("b"), Row("3"), Tag("SELECT 1"), Ready);
        var row = Last(talk);
        Assert.Equal(("select b", "b\n3\nSELECT 1", 1ul), (row.Request, row.Response, row.Returned));
    }

    [Fact]
    public void A_portal_in_parts_is_a_row_each()
    {
        var rows = PgRow.Of(Begun().Ask(Parse("", "select g from t"), Bind("c", ""), Describe('P', "c"), Execute("c", 1), Flush).Answer(Parsed, Bound, Columns("g"), Row("1"), Message('s'))
            .Ask(Execute("c", 1), Sync).Answer(Row("2"), Tag("SELECT 1"), Ready));
        Assert.Equal(["g\n1\nPORTAL SUSPENDED", "g\n2\nSELECT 1"], rows.Skip(1).Select(r => r.Response));
        Assert.All(rows.Skip(1), r => Assert.Equal("select g from t", r.Request));
    }

    [Fact]
    public void Copying_counts_bytes_and_rows_and_shows_none()
    {
        var data = Message('d', Zero("1\tx\n"));
        var rows = PgRow.Of(Begun().Ask(Query("copy t from stdin")).Answer(Message('G', [0, .. Short(1), .. Short(0)])).Ask(data, data).Ask(Message('c')).Answer(Tag("COPY 2"), Ready)
            .Ask(Query("copy t to stdout")).Answer(Message('H', [0, .. Short(1), .. Short(0)]), data, data, Message('c'), Tag("COPY 2"), Ready)
            .Ask(Query("copy t from stdin")).Answer(Message('G', [0, .. Short(1), .. Short(0)])).Ask(Message('f', Zero("no"))).Answer(Error("57014", "COPY failed"), Ready));
        Assert.Equal([("COPY", "t", "COPY 2", 2ul, ""), ("COPY", "t", "COPY 2", 2ul, ""), ("COPY", "t", "ERROR: COPY failed", 0ul, "57014")],
            rows.Skip(1).Select(r => (r.Operation, r.Collection, r.Response, r.Affected, r.SqlState)));
        Assert.Equal((ulong)(23 + 2 * data.Length + 5), rows[1].RequestSize);
        Assert.Equal((ulong)(10 + 2 * data.Length + 5 + Tag("COPY 2").Length + Ready.Length), rows[2].ResponseSize);
    }

    [Fact]
    public void What_a_server_sends_by_itself_is_a_row()
    {
        var rows = PgRow.Of(Begun().Ask(Query("listen a")).Answer(Notice("x"), Tag("LISTEN"), Ready).Answer(Message('A', [.. Int(77), .. Zero("a"), .. Zero("hello")]))
            .Answer(Error("57P01", "terminating connection", "FATAL")));
        Assert.Equal([("Query", "listen a", "LISTEN"), ("Notification", "a", "hello"), ("Error", "", "FATAL: terminating connection")], rows.Skip(1).Select(r => (r.Command, r.Request, r.Response)));
        Assert.Equal((0ul, "57P01", 1u), (rows[2].RequestSize, rows[3].SqlState, rows[1].Notices));
    }

    [Fact]
    public void Cancelling_has_no_answer()
    {
        var row = Assert.Single(PgRow.Of(new Talk().Ask(First(80877102, [.. Int(5), .. Int(6)]))));
        Assert.Equal(("Cancel", 0), (row.Command, row.Latency));
        row = Assert.Single(PgRow.Of(new Talk().Ask(First(80877102, [.. Int(5), .. new byte[32]]))));
        Assert.Equal("Cancel", row.Command);
    }

    [Fact]
    public void Encryption_that_is_refused_changes_nothing()
    {
        var rows = PgRow.Of(new Talk().Ask(First(80877104, [])).Answer("N").Ask(First(80877103, [])).Answer("N").Ask(Startup).Answer(Started).Ask(Query("select 1")).Answer(Columns("a"), Row("1"), Tag("SELECT 1"), Ready));
        Assert.Equal(["Startup", "Query"], rows.Select(r => r.Command));
    }

    [Fact]
    public void Behind_encryption_that_is_accepted_nothing_is_read()
    {
        List<PgRow> rows = [];
        using var run = PgRow.Run(rows);
        run.Feed(new Talk().Ask(First(80877103, [])).Answer("S").Ask("\x16\x03\x01\x02\0\x01").Answer("\x16\x03\x03\0\x7a\x02").Pieces);
        run.Flush();
        Assert.Empty(rows);
        Assert.Equal((0ul, 0ul), (run.Stat("invalid", "pgsql"), run.Stat("given_up", "pgsql")));
    }

    [Fact]
    public void A_statement_that_was_prepared_before_anybody_looked_has_no_text()
    {
        var talk = Begun();
        talk.Ask(Bind("", "s9", "secret?"), Execute(), Sync).Answer(Bound, Row("1"), Tag("SELECT 1"), Ready);
        var row = Last(talk);
        Assert.Equal(("", "s9", "", "SELECT", "SELECT 1", 1ul), (row.Request, row.Statement, row.Parameters, row.Operation, row.Response, row.Returned));
    }

    [Fact]
    public void Replication_is_not_read()
    {
        List<PgRow> rows = [];
        using var run = PgRow.Run(rows);
        run.Feed(Begun().Ask(Query("START_REPLICATION SLOT s LOGICAL 0/0")).Answer(Message('W', [0, 0, 0])).Answer(Message('d', new byte[50])).Ask(Message('d', new byte[30])).Pieces);
        run.Flush();
        Assert.Equal(("Query", "COPY BOTH"), (rows[1].Command, rows[1].Response));
        Assert.True(run.Stat("ignored_bytes", "pgsql") > 80);
    }

    [Fact]
    public void Binary_values_are_written_as_text()
    {
        var types = new[] { 16, 21, 20, 701, 2950, 1082, 1114, 1700, 17 };
        byte[][] values =
        [
            [1], Short(-3), [0, 0, 0, 0, .. Int(9)], [0x3F, 0xF8, 0, 0, 0, 0, 0, 0], [.. Enumerable.Range(0, 16).Select(i => (byte)i)], Int(366), [0, 0, 0, 0, .. Int(1_500_000)],
            [.. Short(2), .. Short(0), .. Short(0x4000), .. Short(2), .. Short(12), .. Short(3400)], [0xDE, 0xAD],
        ];
        var text = "select " + string.Join(",", types.Select((_, i) => $"${i + 1}"));
        var row = Last(Begun().Ask(Parse("", text, types), BindBinary("", "", values), Describe('P'), Execute(), Sync)
            .Answer(Parsed, Bound, Columns([.. types.Select((t, i) => ($"c{i}", t))]), Row(values), Tag("SELECT 1"), Ready));
        const string written = "t|-3|9|1.5|00010203-0405-0607-0809-0a0b0c0d0e0f|2001-01-01|2000-01-01 00:00:01.5|-12.34|\\xdead";
        Assert.Equal((written, written.Replace('|', ',')), (row.Parameters, row.Response.Split('\n')[1]));
    }

    [Fact]
    public void Backslashes_count_where_the_server_says_so()
    {
        var talk = new Talk().Ask(Startup).Answer(Message('R', new byte[4]), Message('S', [.. Zero("standard_conforming_strings"), .. Zero("off")]), Ready)
            .Ask(Query("update t set password = 'a\\'b', c = 'd'")).Answer(Tag("UPDATE 1"), Ready);
        Assert.Equal("update t set password = '[redacted]', c = 'd'", Last(talk).Request);
    }

    [Fact]
    public void Messages_of_any_length_are_passed_over()
    {
        var large = new string('x', 300_000);
        var talk = Begun().Ask(Query($"insert into t values ('{large}')")).Answer(Tag("INSERT 0 1"), Ready).Ask(Query("select a from t")).Answer(Columns("a"), Row(large), Row("2"), Tag("SELECT 2"), Ready);
        var rows = PgRow.Of(talk);
        Assert.Equal(("INSERT", "t", 512, 1ul), (rows[1].Operation, rows[1].Collection, rows[1].Request.Length, rows[1].Affected));
        Assert.Equal((2ul, 512), (rows[2].Returned, rows[2].Response.Length - "SELECT 2\n".Length + 32));
        Assert.EndsWith("x\nSELECT 2", rows[2].Response, StringComparison.Ordinal);
    }

    private static PgRow Last(Talk talk) => PgRow.Of(talk)[^1];
}
