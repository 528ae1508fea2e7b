using System.Text.Json;

namespace Pipeline.Sockets.Tests.Observing;

/// <summary>The last reading of a series of conn_unseen: bytes that are in no payload, and why.</summary>
internal sealed record UnseenRow(string Reason, string Direction, string Function, long Bytes, long Calls)
{
    internal static UnseenRow Of(JsonElement row) => new(
        row.GetProperty("reason").GetString()!,
        row.GetProperty("direction").GetString()!,
        row.GetProperty("function").GetString()!,
        row.GetProperty("bytes").GetInt64(),
        row.GetProperty("calls").GetInt64());
}
