using System.Text.Json;

namespace Pipeline.Tls.Tests.Observing;

/// <summary>A row of conn_events about a connection that closed.</summary>
internal sealed record CloseRow(ulong Connection, long Sent, long Received, bool Encrypted)
{
    internal static CloseRow Of(JsonElement row) => new(
        row.GetProperty("conn_id").GetUInt64(), row.GetProperty("sent").GetInt64(), row.GetProperty("received").GetInt64(), row.GetProperty("encrypted").GetBoolean());
}
