using System.Text.Json;

namespace Pipeline.Servers.Tests.Rows;

/// <summary>Rows of <c>http_events</c>.</summary>
internal static class HttpRows
{
    /// <summary>Whether it is one, of a role.</summary>
    internal static bool Is(JsonElement row, string role) =>
        row.GetProperty("table").GetString() == "http_events" && row.GetProperty("trace_role").GetString() == role;

    /// <summary>Those of a role, in the order in which the requests began.</summary>
    /// <param name="rows">The host's rows as JSON.</param>
    /// <param name="role">client or server.</param>
    /// <param name="port">The server's port.</param>
    internal static Exchange[] Of(IEnumerable<JsonElement> rows, string role, int port)
    {
        var (client, server) = role == "client" ? ("local_port", "remote_port") : ("remote_port", "local_port");
        return
        [
            .. rows.Where(r => Is(r, role) && r.GetProperty(server).GetInt32() == port)
                .OrderBy(r => r.GetProperty("time").GetString(), StringComparer.Ordinal)
                .Select(r => new Exchange(
                    r.GetProperty(client).GetInt32(),
                    r.GetProperty("req_method").GetString()!,
                    r.GetProperty("req_path").GetString()!,
                    r.GetProperty("resp_status").GetInt32(),
                    r.GetProperty("req_body_size").GetInt64(),
                    r.GetProperty("resp_body_size").GetInt64())
                {
                    Latency = r.GetProperty("latency_ns").GetInt64(),
                }),
        ];
    }
}
