using System.Text.Json;
using Pipeline.Sockets.Tests.Moving;

namespace Pipeline.Sockets.Tests.Observing;

/// <summary>A row of conn_events.</summary>
internal sealed record EventRow(ulong Connection, string Event, string Reason, long Sent, long Received, Endpoint Local, Endpoint Remote, string Transport, string Role)
{
    internal static EventRow Of(JsonElement row) => new(
        row.GetProperty("conn_id").GetUInt64(),
        row.GetProperty("event").GetString()!,
        row.GetProperty("reason").GetString()!,
        row.GetProperty("sent").GetInt64(),
        row.GetProperty("received").GetInt64(),
        Endpoint.Of(row, "local", "local_addr"),
        Endpoint.Of(row, "remote", "remote_addr"),
        row.GetProperty("transport").GetString()!,
        row.GetProperty("trace_role").GetString()!);
}
