using System.Text.Json;

namespace Pipeline.Servers.Tests.Rows;

/// <summary>Rows of <c>dns_events</c>.</summary>
internal static class DnsRows
{
    /// <summary>Those of a role, in the order in which the queries came, with how long each took in nanoseconds.</summary>
    internal static (Query Query, long Latency)[] Of(IEnumerable<JsonElement> rows, string role, int port)
    {
        var (client, server) = role == "client" ? ("local_port", "remote_port") : ("remote_port", "local_port");
        return
        [
            .. rows.Where(r => r.GetProperty("table").GetString() == "dns_events" && r.GetProperty("trace_role").GetString() == role && r.GetProperty(server).GetInt32() == port)
                .OrderBy(r => r.GetProperty("time").GetString(), StringComparer.Ordinal)
                .Select(r => (
                    new Query(
                        r.GetProperty(client).GetInt32(),
                        r.GetProperty("transport").GetString()!,
                        r.GetProperty("query_name").GetString()!,
                        r.GetProperty("query_type").GetString()!,
                        r.GetProperty("response_code").GetString()!,
                        r.GetProperty("req_size").GetInt64(),
                        r.GetProperty("resp_size").GetInt64()),
                    r.GetProperty("latency_ns").GetInt64())),
        ];
    }
}
