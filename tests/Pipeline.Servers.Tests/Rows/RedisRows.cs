using System.Text.Json;

namespace Pipeline.Servers.Tests.Rows;

/// <summary>Rows of <c>redis_events</c>.</summary>
internal static class RedisRows
{
    /// <summary>Those of a role, in the order in which the commands came, with how long each took in nanoseconds.</summary>
    internal static (Call Call, long Latency)[] Of(IEnumerable<JsonElement> rows, string role, int port)
    {
        var (client, server) = role == "client" ? ("local_port", "remote_port") : ("remote_port", "local_port");
        return
        [
            .. rows.Where(r => r.GetProperty("table").GetString() == "redis_events" && r.GetProperty("trace_role").GetString() == role && r.GetProperty(server).GetInt32() == port)
                .OrderBy(r => r.GetProperty("time").GetString(), StringComparer.Ordinal)
                .Select(r => (
                    new Call(
                        r.GetProperty(client).GetInt32(),
                        string.Join(' ', r.GetProperty("req_args").EnumerateArray().Select(a => a.GetString()).Prepend(r.GetProperty("req_cmd").GetString())).ToUpperInvariant()),
                    r.GetProperty("latency_ns").GetInt64())),
        ];
    }
}
