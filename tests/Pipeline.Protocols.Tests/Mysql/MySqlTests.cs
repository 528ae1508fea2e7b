using System.Text;
using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mysql.My;

namespace Pipeline.Protocols.Tests.Mysql;

public sealed class MySqlTests
{
    [Theory]
    [InlineData("8.0.36", "mysql")]
    [InlineData("5.5.5-10.11.6-MariaDB", "mariadb")]
    public void The_beginning_is_a_row_without_secrets(string version, string system)
    {
        var row = Assert.Single(MyRow.Of(Begun(version: version)));
        Assert.Equal(("connect", "user=bob database=shop", "ok", "", system), (row.Command, row.Request, row.Status, row.Response, row.System));
        Assert.Equal(("shop", "bob", 1_000_000L, 2), (row.Database, row.User, row.Latency, row.Role));
    }

    [Fact]
    public void Another_way_of_authentication_is_agreed_on()
    {
        var talk = new Talk().Answer(Greeting()).Ask(Login()).Answer(Packet(2, [0xFE, .. Zero("caching_sha2_password"), .. new byte[20]])).Ask(Packet(3, new byte[32])).Answer(Packet(4, 1, 4))
            .Ask(Packet(5, Encoding.UTF8.GetBytes("SSSS\0"))).Answer(Ok(6));
        Assert.Equal(("ok", 5_000_000), (Assert.Single(MyRow.Of(talk)).Status, MyRow.Of(talk)[0].Latency));
        talk = new Talk().Answer(Greeting()).Ask(Login()).Answer(Error(1045, "28000", "Access denied", 2));
        var row = Assert.Single(MyRow.Of(talk));
        Assert.Equal(("err", "1045", "28000", "Access denied"), (row.Status, row.Error, row.SqlState, row.Response));
    }

    [Fact]
    public void A_server_that_lets_nobody_in_is_a_row()
    {
        var row = Assert.Single(MyRow.Of(new Talk().Answer(Packet(0, [0xFF, .. Short(1040), .. Encoding.UTF8.GetBytes("Too many connections")]))));
        Assert.Equal(("connect", "err", "1040", "Too many connections"), (row.Command, row.Status, row.Error, row.Response));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_query_has_its_rows_counted(bool hasNoEof)
    {
        var row = Last(Begun(Usual | (hasNoEof ? NoEof : 0)).Ask(Query("select a, b from t where c = 'x'")).Answer(Result(["a", "b"], [["1", null], ["2", "x"]], hasNoEof, warnings: 3)));
        Assert.Equal(("query", "select a, b from t where c = 'x'", "ok", "Resultset rows = 2", "SELECT", "t", 2ul, 3u), (row.Command, row.Request, row.Status, row.Response, row.Operation, row.Collection, row.Returned, row.Warnings));
        Assert.Equal(("shop", "bob", 1_000_000, 37ul), (row.Database, row.User, row.Latency, row.RequestSize));
    }

    [Fact]
    public void Several_results_are_one_row()
    {
        const ushort more = 8;
        var row = Last(Begun().Ask(Query("insert into a values (1); select 2")).Answer(Ok(affected: 1, status: more), Result(["x"], [["2"]], number: 2)));
        Assert.Equal(("Resultset rows = 1", 1ul, 1ul, "INSERT", "a"), (row.Response, row.Affected, row.Returned, row.Operation, row.Collection));
        row = Last(Begun().Ask(Query("call p()")).Answer(Result(["x"], [["2"], ["3"]], status: more), Ok(6)));
        Assert.Equal(("Resultset rows = 2", 2ul, "CALL"), (row.Response, row.Returned, row.Operation));
    }

    [Fact]
    public void An_error_has_its_number_and_state()
    {
        var row = Last(Begun().Ask(Query("selec 1")).Answer(Error(1064, "42000", "You have an error")));
        Assert.Equal(("err", "1064", "42000", "You have an error", ""), (row.Status, row.Error, row.SqlState, row.Response, row.Operation));
    }

    [Fact]
    public void An_error_among_rows_ends_them()
    {
        var result = Result(["a"], [["1"]]);
        var rows = MyRow.Of(Begun().Ask(Query("select a from t")).Answer(result[..^9], Error(1317, "70100", "interrupted", 5)).Ask(Query("select 2 from u")).Answer(result));
        Assert.Equal([("err", "1317"), ("ok", "")], rows.Skip(1).Select(r => (r.Status, r.Error)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_prepared_statement_is_shown_with_its_values(bool hasNoEof)
    {
        var rows = MyRow.Of(Begun(Usual | (hasNoEof ? NoEof : 0)).Ask(Prepare("select * from t where a = ? and b = ? and password = ? and d = ? and e < ?")).Answer(Prepared(5, 2, 5, hasNoEof))
            .Ask(Execute(5, (3, Int(-7)), (0xFD, Counted("it's")), (0xFD, Counted("S")), (0xFD, null), (12, [7, .. Short(2026), 1, 2, 3, 4, 5]))).Answer(Result(["x"], [["1"]], hasNoEof))
            .Ask(Packet(0, [25, .. Int(5)])));
        Assert.Equal(["connect", "stmt_prepare", "stmt_execute", "stmt_close"], rows.Select(r => r.Command));
        Assert.Equal("select * from t where a = ? and b = ? and password = '[redacted]' and d = ? and e < ?".Replace("'[redacted]'", "?", StringComparison.Ordinal), rows[1].Request.Replace("'[redacted]'", "?", StringComparison.Ordinal));
        Assert.Equal("select * from t where a = -7 and b = 'it''s' and password = '[redacted]' and d = NULL and e < '2026-01-02 03:04:05'", rows[2].Request);
        Assert.Equal(("SELECT", "t", 5u, 1ul, "ok"), (rows[2].Operation, rows[2].Collection, rows[2].Statement, rows[2].Returned, rows[2].Status));
        Assert.Equal(("none", 5u, 0), (rows[3].Status, rows[3].Statement, rows[3].Latency));
    }

    [Fact]
    public void Types_are_remembered_and_long_data_shown_as_such()
    {
        var again = Packet(0, [23, .. Int(5), 0, .. Int(1), 0, 0, .. Int(8)]);
        var rows = MyRow.Of(Begun().Ask(Prepare("update t set a = ?, b = ?")).Answer(Prepared(5, 0, 2)).Ask(Packet(0, [24, .. Int(5), .. Short(1), .. new byte[100]]))
            .Ask(Execute(5, (3, Int(7)), (0xFC, []))).Answer(Ok(affected: 1)).Ask(Packet(0, [.. again[4..], .. Counted("x")])).Answer(Ok(affected: 2)));
        Assert.Equal(["connect", "stmt_prepare", "stmt_send_long_data", "stmt_execute", "stmt_execute"], rows.Select(r => r.Command));
        Assert.Equal(["update t set a = 7, b = '...'", "update t set a = 8, b = 'x'"], rows.Skip(3).Select(r => r.Request));
    }

    [Fact]
    public void The_last_statement_may_be_executed_before_its_number_is_known()
    {
        var rows = MyRow.Of(Begun().Ask(Prepare("insert into t values (?)"), Execute(uint.MaxValue, (3, Int(7)))).Answer(Prepared(9, 0, 1), Ok(affected: 1)));
        Assert.Equal(("insert into t values (7)", 9u, 1ul), (rows[2].Request, rows[2].Statement, rows[2].Affected));
    }

    [Fact]
    public void A_cursor_is_fetched()
    {
        byte[] opened = [.. Packet(1, 1), .. Packet(2, Column("x")), .. Packet(3, Eof(0x42))];
        byte[] fetched = [.. Packet(1, 0, 0, 1, (byte)'a'), .. Packet(2, 0, 0, 1, (byte)'b'), .. Packet(3, Eof(0x82))];
        var rows = MyRow.Of(Begun().Ask(Prepare("select x from t")).Answer(Prepared(5, 1, 0)).Ask(Packet(0, [23, .. Int(5), 1, .. Int(1)])).Answer(opened)
            .Ask(Packet(0, [28, .. Int(5), .. Int(10)])).Answer(fetched));
        Assert.Equal([("stmt_execute", 0ul, "SELECT"), ("stmt_fetch", 2ul, "SELECT")], rows.Skip(2).Select(r => (r.Command, r.Returned, r.Operation)));
        Assert.Equal("Resultset rows = 2", rows[3].Response);
    }

    [Fact]
    public void The_database_is_followed()
    {
        byte[] changed = [.. Counted(""), 7, 1, 5, .. Counted("four")];
        var rows = MyRow.Of(Begun(Usual | Track).Ask(Query("select 1")).Answer(Error(1, "00000", "")).Ask(Query("use `two`")).Answer(Ok()).Ask(Packet(0, [2, .. Encoding.UTF8.GetBytes("three")])).Answer(Ok())
            .Ask(Query("call x()")).Answer(Ok(status: 0x4002, info: changed)).Ask(Packet(0, 14)).Answer(Ok()));
        Assert.Equal(["shop", "shop", "two", "three", "four", "four"], rows.Select(r => r.Database));
        Assert.Equal(["connect", "query", "query", "init_db", "query", "ping"], rows.Select(r => r.Command));
    }

    [Fact]
    public void A_file_that_is_loaded_is_no_command()
    {
        var talk = Begun().Ask(Query("load data local infile 'x' into table t")).Answer(Packet(1, [0xFB, .. Encoding.UTF8.GetBytes("x")]));
        for (var i = 0; i < 300; i++)
            talk.Ask(Packet(2 + i, [3, .. Encoding.UTF8.GetBytes("select 1")]));
        var rows = MyRow.Of(talk.Ask(Packet(302)).Answer(Ok(303, affected: 50)).Ask(Packet(0, 1)));
        Assert.Equal([("query", "LOAD", 50ul, "ok"), ("quit", "", 0ul, "none")], rows.Skip(1).Select(r => (r.Command, r.Operation, r.Affected, r.Status)));
        Assert.Equal((ulong)(44 + 300 * 13 + 4), rows[1].RequestSize);
    }

    [Fact]
    public void Statements_of_several_packets_are_one()
    {
        var text = Encoding.UTF8.GetBytes("insert into t values ('" + new string('x', 0xFFFFFF));
        byte[] first = [3, .. text[..0xFFFFFE]];
        var rows = MyRow.Of(Begun().Ask(Packet(0, first)).Ask(Packet(1, text[0xFFFFFE..])).Answer(Ok(2, affected: 1)).Ask(Query("select 1 from a")).Answer(Result(["1"], [["1"]])));
        Assert.Equal(("INSERT", "t", 1ul, (ulong)text.Length + 9), (rows[1].Operation, rows[1].Collection, rows[1].Affected, rows[1].RequestSize));
        Assert.Equal("SELECT", rows[2].Operation);
    }

    [Fact]
    public void Attributes_of_queries_are_passed_over()
    {
        byte[] attributes = [2, 1, 0, 1, 0xFD, 0, .. Counted("name"), 3, 0, .. Counted("n"), .. Counted("value"), .. Int(5)];
        var rows = MyRow.Of(Begun(Usual | Attributes).Ask(Packet(0, [3, 0, 1, .. Encoding.UTF8.GetBytes("select 1 from a")])).Answer(Result(["1"], []))
            .Ask(Packet(0, [3, .. attributes, .. Encoding.UTF8.GetBytes("select 2 from b")])).Answer(Result(["1"], [])));
        Assert.Equal(["select 1 from a", "select 2 from b"], rows.Skip(1).Select(r => r.Request));
    }

    [Fact]
    public void Compressed_connections_are_read()
    {
        var rows = MyRow.Of(Begun(Usual | Zlib).Ask(Squeezed(0, Query("select a from t"), isPlain: true)).Answer(Squeezed(1, Result(["a"], [["1"], ["2"]])))
            .Ask(Squeezed(0, Query($"insert into t values ('{new string('x', 200_000)}')"))).Answer(Squeezed(1, Ok(affected: 1)[..5]), Squeezed(2, Ok(affected: 1)[5..], isPlain: true)));
        Assert.Equal([("SELECT", 2ul, 0ul), ("INSERT", 0ul, 1ul)], rows.Skip(1).Select(r => (r.Operation, r.Returned, r.Affected)));
    }

    [Fact]
    public void Behind_encryption_nothing_is_read_and_what_is_inside_begins_with_the_second_packet()
    {
        byte[] request = [.. Int((int)(Usual | Ssl)), .. Int(1 << 24), 33, .. new byte[23]];
        List<MyRow> rows = [];
        using var run = MyRow.Run(rows);
        run.Feed(new Talk().Answer(Greeting()).Ask(Packet(1, request)).Ask("\x16\x03\x01\x02\0\x01").Answer("\x16\x03\x03\0\x7a\x02").Pieces);
        run.Flush();
        Assert.Empty(rows);
        Assert.Equal(0ul, run.Stat("invalid", "mysql"));
        run.Feed(new Talk(2).Ask(Login(Usual | Ssl, 2)).Answer(Ok(3)).Ask(Query("select 1 from t")).Answer(Result(["1"], [["1"]])).Pieces);
        Assert.Equal(["connect", "query"], rows.Select(r => r.Command));
    }

    [Fact]
    public void Progress_is_no_answer()
    {
        var row = Last(Begun(version: "5.5.5-10.11.6-MariaDB").Ask(Query("alter table t add b int")).Answer(Packet(1, [0xFF, 0xFF, 0xFF, 1, 1, 2, 0, 0, 0, .. Counted("stage")])).Answer(Ok(1, affected: 4)));
        Assert.Equal(("ok", "ALTER", "t", 4ul, 2_000_000), (row.Status, row.Operation, row.Collection, row.Affected, row.Latency));
    }

    [Fact]
    public void Columns_that_mariadb_does_not_describe_again_are_known()
    {
        byte[] short1 = [.. Packet(1, 1, 0), .. Packet(2, Eof()), .. Packet(3, 0, 0, 1, (byte)'a'), .. Packet(4, Eof())];
        var rows = MyRow.Of(Begun(version: "5.5.5-10.11.6-MariaDB").Ask(Prepare("select x from t")).Answer(Prepared(5, 1, 0)).Ask(Execute(5)).Answer(short1));
        Assert.Equal(1ul, rows[2].Returned);
    }

    [Fact]
    public void Binlogs_are_not_read()
    {
        List<MyRow> rows = [];
        using var run = MyRow.Run(rows);
        run.Feed(Begun().Ask(Packet(0, [18, .. new byte[10]])).Answer(new byte[500]).Pieces);
        run.Flush();
        Assert.Equal(("binlog_dump", "none"), (rows[1].Command, rows[1].Status));
        Assert.True(run.Stat("ignored_bytes", "mysql") >= 500);
    }

    [Fact]
    public void Secrets_of_statements_are_redacted()
    {
        var rows = MyRow.Of(Begun().Ask(Query("create user 'a'@'b' identified by 'S'")).Answer(Ok()).Ask(Query("set password = 'S'")).Answer(Ok()));
        Assert.Equal(["create user 'a'@'b' identified by '[redacted]'", "set password = '[redacted]'"], rows.Skip(1).Select(r => r.Request));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_the_middle_what_ends_columns_is_found_out(bool hasNoEof)
    {
        var talk = new Talk();
        for (var i = 0; i < 40; i++)
            talk.Ask(Query($"select {i} from t")).Answer(Result(["a"], i % 3 == 0 ? [] : [["1"], ["2"]], hasNoEof));
        List<MyRow> rows = [];
        using var run = MyRow.Run(rows);
        run.Feed(talk.Pieces.Select(p => p with { Position = p.Position + (1ul << 48) }));
        Assert.Equal(40, rows.Count);
        Assert.All(rows, r => Assert.Equal(int.Parse(r.Request.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) % 3 == 0 ? 0ul : 2ul, r.Returned));
    }

    private static MyRow Last(Talk talk) => MyRow.Of(talk)[^1];
}
