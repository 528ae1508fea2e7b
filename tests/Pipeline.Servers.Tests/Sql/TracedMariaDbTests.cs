using System.Text.Json;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Sql;

/// <summary>MariaDB and its clients while the host traces them: rows are what its log says, on both sides.</summary>
[Trait("needs", "root")]
public sealed class TracedMariaDbTests : IDisposable
{
    private const string Table = "mysql_events";

    private const string Statements =
        "create table t (id int primary key auto_increment, name varchar(50)); insert into t (name) values ('a'), ('b'); select * from t; update t set name = 'z'; select * from nothing; use mysql; select 1";

    private const string Python = """
        import sys, pymysql, MySQLdb
        for module in (pymysql, MySQLdb):
            c = module.connect(host='127.0.0.1', port=int(sys.argv[1]), user='u', password='hunter2', database='shop', connect_timeout=240, **({'ssl': {'ca': None, 'check_hostname': False}} if sys.argv[2:] else {}))
            k = c.cursor()
            k.execute("select * from t where name = %s", ("it's",)); k.fetchall()
            k.executemany("insert into t (name) values (%s)", [("q",), ("e",)])
            c.commit(); c.ping(); c.select_db('mysql')
            k.execute("select count(*) from user"); k.fetchall()
            c.close()
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_clients_ask_in_every_way_is_what_the_log_says_and_what_tshark_sees()
    {
        Needs.Root("mariadbd", "mariadb-install-db", "mariadb", "sysbench", "tcpdump", "tshark");
        using var server = await MariaDb.StartAsync(_folder);
        string[] client = ["mariadb", "--no-defaults", "-h127.0.0.1", $"-P{server.Port}", "-uu", "-phunter2", "shop"];
        string[] sysbench = ["sysbench", "oltp_read_write", "--db-driver=mysql", "--mysql-host=127.0.0.1", $"--mysql-port={server.Port}", "--mysql-user=u", "--mysql-password=hunter2", "--mysql-db=shop", "--tables=1", "--table-size=50"];
        await RunningProcess.RunAsync([.. sysbench, "prepare"]);
        // Who leaves does not wait until that is in the log.
        await server.LeftAsync();
        var before = (await MariaDb.LogAsync(_folder)).Length;
        using var trace = await Trace.StartAsync(_folder, "mysql", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        using (var failing = RunningProcess.Start([.. client, "--force", "-e", Statements]))
            await failing.EndAsync();
        await RunningProcess.RunAsync([.. client, "--compress", "-e", "select * from information_schema.columns; select repeat('x', 100000)"]);
        await RunningProcess.RunAsync([.. client, "--local-infile", "-e", $"load data local infile '{_folder.Write("rows", "5\te\n6\tf\n")}' into table t"]);
        using (var refused = RunningProcess.Start(["mariadb", "--no-defaults", "-h127.0.0.1", $"-P{server.Port}", "-uu", "-pwrong"]))
            await refused.EndAsync();
        await RunningProcess.RunAsync([.. sysbench, "--events=20", "--threads=1", "run"]);
        await RunningProcess.RunAsync("/usr/bin/python3", "-c", Python, $"{server.Port}");
        await server.LeftAsync();
        await wire.StopAsync();
        await trace.StopAsync();

        var log = (await MariaDb.LogAsync(_folder))[before..];
        foreach (var role in (string[])["client", "server"])
        {
            var rows = SqlRows.Of(trace.Rows, Table, role, server.Port);
            Assert.Equal(log.Select(Whole).Order(), rows.GroupBy(r => r.Port).Select(c => Whole(c.Select(r => Logged(r.Row)).OfType<string>())).Where(c => c.Length > 0).Order());
            Assert.Equal(["1045", "1146"], rows.Select(r => r.Row.Text("error_code")).Where(e => e.Length > 0).Order());
            Assert.Equal([2L], rows.Where(r => r.Row.Text("operation") == "LOAD").Select(r => r.Row.GetProperty("affected_rows").GetInt64()));
            Assert.All(rows, r => Assert.Equal("mariadb", r.Row.Text("db_system")));
            Assert.DoesNotContain(rows, r => r.Row.GetRawText().Contains("hunter2", StringComparison.Ordinal));
        }

        Assert.Equal(0, trace.Stat("unpaired_requests") + trace.Stat("unpaired_responses") + trace.Stat("invalid") + trace.Stat("gap_bytes"));
        // What is compressed it does not inflate.
        var seen = await Tshark.FieldsAsync(wire.File, "mysql", [$"tcp.port=={server.Port}"], "mysql.query && mysql.command == 3", "tcp.srcport", "mysql.query");
        var told = SqlRows.Of(trace.Rows, Table, "client", server.Port).Where(r => r.Row.Text("req_cmd") == "query").Select(r => ($"{r.Port}", r.Row.Text("req_body"))).ToHashSet();
        Assert.True(seen.Count > 10, "tshark saw no queries");
        Assert.All(seen.SelectMany(f => f[1].Select(q => (f[0][0], q))).Where(q => q.q.Length < 512), q => Assert.Contains(q, told));
    }

    [Fact]
    public async Task What_is_asked_under_encryption_is_what_the_log_says()
    {
        Needs.Root("mariadbd", "mariadb-install-db", "mariadb", "sysbench");
        using var server = await MariaDb.StartAsync(_folder, Certificate.Make(_folder));
        string[] client = ["mariadb", "--no-defaults", "--ssl", "-h127.0.0.1", $"-P{server.Port}", "-uu", "-phunter2", "shop"];
        // Who leaves does not wait until that is in the log.
        await server.LeftAsync();
        var before = (await MariaDb.LogAsync(_folder)).Length;
        using var trace = await Trace.StartAsync(_folder, "mysql", server.Port);
        using (var failing = RunningProcess.Start([.. client, "--force", "-e", Statements]))
            await failing.EndAsync();
        await RunningProcess.RunAsync([.. client, "--compress", "-e", "select * from information_schema.columns; select repeat('x', 100000)"]);
        await RunningProcess.RunAsync("/usr/bin/python3", "-c", Python, $"{server.Port}", "encrypted");
        await server.LeftAsync();
        await trace.StopAsync();

        var log = (await MariaDb.LogAsync(_folder))[before..];
        foreach (var role in (string[])["client", "server"])
        {
            var rows = SqlRows.Of(trace.Rows, Table, role, server.Port);
            Assert.Equal(log.Select(Whole).Order(), rows.GroupBy(r => r.Port).Select(c => Whole(c.Select(r => Logged(r.Row)).OfType<string>())).Where(c => c.Length > 0).Order());
            Assert.All(rows, r => Assert.True(r.Row.GetProperty("encrypted").GetBoolean()));
            // The greeting goes in clear, before: only a client of MariaDB's own says whose server it takes this for.
            Assert.All(rows.Where(r => r.Row.Text("comm") is "mariadb"), r => Assert.Equal("mariadb", r.Row.Text("db_system")));
            Assert.DoesNotContain(rows, r => r.Row.GetRawText().Contains("hunter2", StringComparison.Ordinal));
        }

        Assert.Equal(0, trace.Stat("unpaired_requests") + trace.Stat("unpaired_responses") + trace.Stat("invalid") + trace.Stat("gap_bytes"));
    }

    public void Dispose() => _folder.Dispose();

    private static string Whole(IEnumerable<string> said) => string.Join('\n', said.Select(s => s.TrimEnd()));

    /// <summary>What the log says of a row; null: nothing.</summary>
    private static string? Logged(JsonElement row) => row.Text("req_cmd") switch
    {
        "query" => $"Query {row.Text("req_body")}",
        "stmt_prepare" => $"Prepare {row.Text("req_body")}",
        "stmt_execute" => $"Execute {row.Text("req_body")}",
        "init_db" => $"Init DB {row.Text("req_body")}",
        "quit" => "Quit ",
        _ => null,
    };
}
