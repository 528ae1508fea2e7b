using System.Text.Json;

namespace Pipeline.Servers.Tests.Sql;

/// <summary>Rows of <c>pgsql_events</c> and <c>mysql_events</c>.</summary>
internal static class SqlRows
{
    /// <summary>Those of a role on a server's port, in their order, with the port of the client.</summary>
    internal static (int Port, JsonElement Row)[] Of(IEnumerable<JsonElement> rows, string table, string role, int port)
    {
        var (client, server) = role == "client" ? ("local_port", "remote_port") : ("remote_port", "local_port");
        return
        [
            .. rows.Where(r => r.GetProperty("table").GetString() == table && r.GetProperty("trace_role").GetString() == role && r.GetProperty(server).GetInt32() == port)
                .OrderBy(r => r.GetProperty("time").GetString(), StringComparer.Ordinal)
                .Select(r => (r.GetProperty(client).GetInt32(), r)),
        ];
    }

    internal static string Text(this JsonElement row, string column) => row.GetProperty(column).GetString()!;

    /// <summary>What PostgreSQL logs of a row: the statement and its values, and an error before it or in its place.</summary>
    internal static IEnumerable<string> Logged(JsonElement row)
    {
        var (command, state) = (row.Text("req_cmd"), row.Text("sqlstate"));
        var values = string.Join('|', row.GetProperty("parameters").EnumerateArray().Select(v => v.GetString()));
        // What cannot be parsed is not executed, and only what is executed is logged.
        if (command is "Query" or "Execute" && state is not ("42601" or "42P01" or "42703"))
            yield return values.Length > 0 ? $"{row.Text("req")} {values}" : row.Text("req");
        else if (command == "Query" && state.StartsWith("42P", StringComparison.Ordinal))
            yield return row.Text("req");
        if (state.Length > 0)
            yield return $"error {state}";
    }
}
