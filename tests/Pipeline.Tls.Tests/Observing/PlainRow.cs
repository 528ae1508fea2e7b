using System.Text.Json;

namespace Pipeline.Tls.Tests.Observing;

/// <summary>A row of conn_data, of plain text or of what is on the wire.</summary>
internal sealed record PlainRow(
    ulong Connection, long Position, long Size, byte[] Payload, int Pid, string Comm, string Local, int LocalPort, string Remote, int RemotePort, string Role, string Direction, string Protocol, bool Encrypted)
{
    internal bool IsClient => Role == "client";

    internal int ClientPort => IsClient ? LocalPort : RemotePort;

    internal static PlainRow Of(JsonElement row) => new(
        row.GetProperty("conn_id").GetUInt64(),
        row.GetProperty("position").GetInt64(),
        row.GetProperty("size").GetInt64(),
        row.GetProperty("payload").GetBytesFromBase64(),
        row.GetProperty("pid").GetInt32(),
        row.GetProperty("comm").GetString()!,
        row.GetProperty("local_addr").GetString()!,
        row.GetProperty("local_port").GetInt32(),
        row.GetProperty("remote_addr").GetString()!,
        row.GetProperty("remote_port").GetInt32(),
        row.GetProperty("trace_role").GetString()!,
        row.GetProperty("direction").GetString()!,
        row.GetProperty("protocol").GetString()!,
        row.GetProperty("encrypted").GetBoolean());
}
