using System.Text.Json;

namespace Pipeline.Sockets.Tests.Observing;

/// <summary>The last reading of a series of conn_stats.</summary>
internal sealed record StatsRow(int Pid, string RemoteAddress, int RemotePort, string Role, string Transport, long Opened, long Closed, long Active, long Sent, long Received)
{
    internal static StatsRow Of(JsonElement row) => new(
        row.GetProperty("pid").GetInt32(),
        row.GetProperty("remote_addr").GetString() ?? "",
        row.GetProperty("remote_port").GetInt32(),
        row.GetProperty("trace_role").GetString()!,
        row.GetProperty("transport").GetString()!,
        row.GetProperty("conn_open").GetInt64(),
        row.GetProperty("conn_close").GetInt64(),
        row.GetProperty("conn_active").GetInt64(),
        row.GetProperty("bytes_sent").GetInt64(),
        row.GetProperty("bytes_recv").GetInt64());
}
