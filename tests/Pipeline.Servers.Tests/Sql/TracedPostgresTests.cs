using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Sql;

/// <summary>PostgreSQL and its clients while the host traces them: rows are what its log says, on both sides.</summary>
[Trait("needs", "root")]
public sealed class TracedPostgresTests : IDisposable
{
    private const string Table = "pgsql_events";

    private static readonly string[] Psql =
    [
        "psql", "-q", "-c", "create temp table t (id int, name text)", "-c", "insert into t values (1, 'a'), (2, null)", "-c", "select * from t; update t set name = 'x'", "-c", "select 1/0", "-c", "listen c; notify c",
        "-c", "do $$ begin raise notice 'n'; end $$", "-c", @"\copy t to /dev/null", "-c", @"\copy t from /dev/null",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_pgbench_and_psql_ask_in_every_way_is_what_the_log_says_and_what_tshark_sees()
    {
        Needs.Root("psql", "pgbench", "runuser", "tcpdump", "tshark");
        using var server = await Postgres.StartAsync(_folder);
        await Postgres.RunAsync(server, "pgbench", "-q", "-i");
        using var trace = await Trace.StartAsync(_folder, "pgsql", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        foreach (var mode in (string[])["simple", "extended", "prepared"])
            await Postgres.RunAsync(server, "pgbench", "-n", "-M", mode, "-t", "20", "-c", "2");
        using (var psql = RunningProcess.Start(["env", "PGHOST=127.0.0.1", $"PGPORT={server.Port}", "PGUSER=postgres", .. Psql]))
            await psql.EndAsync();
        await wire.StopAsync();
        await trace.StopAsync();

        var log = await PostgresLog.ReadAsync(_folder, server);
        foreach (var role in (string[])["client", "server"])
            AssertLogged(log, SqlRows.Of(trace.Rows, Table, role, server.Port), connections: 10);
        Assert.Equal(0, trace.Stat("unpaired_responses") + trace.Stat("invalid") + trace.Stat("gap_bytes"));

        var rows = SqlRows.Of(trace.Rows, Table, "client", server.Port);
        var seen = await Tshark.FieldsAsync(wire.File, "pgsql", [$"tcp.port=={server.Port}"], "pgsql.query && pgsql.type == \"Simple query\"", "tcp.srcport", "pgsql.query");
        Assert.Equal(
            seen.SelectMany(f => f[1].Select(q => (f[0][0], q))).Order(),
            rows.Where(r => r.Row.Text("req_cmd") == "Query").Select(r => ($"{r.Port}", r.Row.Text("req"))).Order());
        var copies = rows.Where(r => r.Row.Text("operation") == "COPY").Select(r => r.Row.GetProperty("affected_rows").GetInt64());
        Assert.Equal([2, 0], copies);
        Assert.Contains(rows, r => r.Row.Text("req_cmd") == "Notification" && r.Row.Text("req") == "c");
        Assert.Contains(rows, r => r.Row.Text("operation") == "DO" && r.Row.GetProperty("notices").GetInt64() == 1);
    }

    [Fact]
    public async Task What_npgsql_asks_is_what_the_log_says()
    {
        Needs.Root("psql", "runuser");
        using var server = await Postgres.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "pgsql", server.Port);
        await using (var source = NpgsqlDataSource.Create(Npgsql(server.Port, "SSL Mode=Disable")))
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
            await AskAsync(connection, _folder);
        await trace.StopAsync();

        var log = await PostgresLog.ReadAsync(_folder, server);
        foreach (var role in (string[])["client", "server"])
        {
            var rows = SqlRows.Of(trace.Rows, Table, role, server.Port);
            AssertLogged(log, rows, connections: 1);
            Assert.Contains(rows, r => r.Row.Text("sqlstate") == "57014");
            Assert.Contains(rows, r => r.Row.Text("req_cmd") == "Cancel");
            Assert.Equal(3, rows.Count(r => r.Row.Text("req_cmd") == "Execute" && r.Row.Text("req") == "select $1 + 1"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Encryption_that_is_asked_for_is_had_or_not(bool hasTls)
    {
        Needs.Root("psql", "runuser", "openssl", "tcpdump");
        using var server = await Postgres.StartAsync(_folder, hasTls);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        await Postgres.RunAsync(server, "PGSSLMODE=prefer", "psql", "-q", "-c", "select 1 as encrypted");
        await wire.StopAsync();

        var rows = SqlRows.Of(await Replayed.RowsAsync(_folder, wire, Table), Table, "client", server.Port);
        Assert.Equal(hasTls ? [] : ["Startup", "Query"], rows.Select(r => r.Row.Text("req_cmd")));
    }

    [Fact]
    public async Task What_is_asked_under_encryption_is_what_the_log_says()
    {
        Needs.Root("psql", "pgbench", "runuser", "openssl");
        using var server = await Postgres.StartAsync(_folder, hasTls: true);
        await Postgres.RunAsync(server, "pgbench", "-q", "-i");
        using var trace = await Trace.StartAsync(_folder, "pgsql", server.Port);
        foreach (var mode in (string[])["simple", "prepared"])
            await Postgres.RunAsync(server, "PGSSLMODE=require", "pgbench", "-n", "-M", mode, "-t", "20", "-c", "2");
        using (var psql = RunningProcess.Start(["env", "PGHOST=127.0.0.1", $"PGPORT={server.Port}", "PGUSER=postgres", "PGSSLMODE=require", .. Psql]))
            await psql.EndAsync();
        await using (var source = NpgsqlDataSource.Create(Npgsql(server.Port, "SSL Mode=Require;Trust Server Certificate=true")))
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
            await AskAsync(connection, _folder);
        await trace.StopAsync();

        var log = await PostgresLog.ReadAsync(_folder, server);
        foreach (var role in (string[])["client", "server"])
        {
            var rows = SqlRows.Of(trace.Rows, Table, role, server.Port);
            AssertLogged(log, rows, connections: 8);
            Assert.All(rows, r => Assert.True(r.Row.GetProperty("encrypted").GetBoolean(), r.Row.GetRawText()));
            Assert.Equal(3, rows.Count(r => r.Row.Text("req_cmd") == "Execute" && r.Row.Text("req") == "select $1 + 1"));
        }

        Assert.Equal(0, trace.Stat("unpaired_responses") + trace.Stat("invalid") + trace.Stat("gap_bytes"));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertLogged(ILookup<int, string> log, (int Port, JsonElement Row)[] rows, int connections)
    {
        var told = rows.ToLookup(r => r.Port, r => r.Row);
        var asked = log.Where(c => told.Contains(c.Key)).ToArray();
        Assert.InRange(asked.Length, connections - 3, connections + 3);
        foreach (var connection in asked)
            Assert.Equal(connection, told[connection.Key].SelectMany(SqlRows.Logged));
    }

    private static string Npgsql(int port, string encryption) => $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;{encryption};Pooling=false;Timeout=240;Command Timeout=240;Cancellation Timeout=240000;Server Compatibility Mode=NoTypeLoading";

    private static async Task AskAsync(NpgsqlConnection connection, TemporaryFolder folder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using (var command = new NpgsqlCommand("select $1 + 1", connection) { Parameters = { new() { Value = 41 } } })
        {
            Assert.Equal(42, await command.ExecuteScalarAsync(cancellation));
            await command.PrepareAsync(cancellation);
            Assert.Equal(42, await command.ExecuteScalarAsync(cancellation));
            command.Parameters[0].Value = -5;
            Assert.Equal(-4, await command.ExecuteScalarAsync(cancellation));
        }

        await using (var command = new NpgsqlCommand("create temp table t (id int, name text, at timestamp)", connection))
            await command.ExecuteNonQueryAsync(cancellation);
        await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { new("insert into t values ($1, $2, null)") { Parameters = { new() { Value = 7 }, new() { Value = "it's" } } }, new("select count(*) from t") } })
            await batch.ExecuteNonQueryAsync(cancellation);
        await using (var copy = await connection.BeginBinaryImportAsync("copy t (id) from stdin (format binary)", cancellation))
        {
            for (var i = 0; i < 3; i++)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(i, NpgsqlDbType.Integer, cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using (var command = new NpgsqlCommand("select 1/$1", connection) { Parameters = { new() { Value = 0 } } })
            Assert.Equal("22012", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync(cancellation))).SqlState);
        await using (var command = new NpgsqlCommand("select pg_sleep(600)", connection))
        {
            var sleeping = command.ExecuteNonQueryAsync(cancellation);
            // What has not begun cannot be cancelled.
            await PostgresLog.WaitForAsync(folder, "pg_sleep");
            command.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
        }
    }
}
