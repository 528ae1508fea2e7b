using System.Text.Json;
using Pipeline.Sockets.Tests.Moving;

namespace Pipeline.Sockets.Tests.Observing;

/// <summary>A row of conn_data.</summary>
internal sealed record DataRow(
    ulong Connection,
    long Position,
    long Size,
    byte[] Payload,
    int Pid,
    string Comm,
    Endpoint Local,
    Endpoint Remote,
    string Transport,
    string Role,
    string Direction,
    string Function,
    bool IsDatagram)
{
    internal long After => Position + Size;

    internal static DataRow Of(JsonElement row)
    {
        var payload = row.GetProperty("payload").GetBytesFromBase64();
        Assert.Equal(payload.Length, row.GetProperty("payload_size").GetInt32());
        Assert.False(row.GetProperty("encrypted").GetBoolean());
        return new DataRow(
            row.GetProperty("conn_id").GetUInt64(),
            row.GetProperty("position").GetInt64(),
            row.GetProperty("size").GetInt64(),
            payload,
            row.GetProperty("pid").GetInt32(),
            row.GetProperty("comm").GetString()!,
            Endpoint.Of(row, "local", "local_addr"),
            Endpoint.Of(row, "remote", "remote_addr"),
            row.GetProperty("transport").GetString()!,
            row.GetProperty("trace_role").GetString()!,
            row.GetProperty("direction").GetString()!,
            row.GetProperty("function").GetString()!,
            row.GetProperty("datagram").GetBoolean());
    }

    public override string ToString() =>
        $"{Direction} {Function} {Position}+{Size} (payload {Payload.Length}) of connection {Connection} {Transport} {Local} {Remote}, pid {Pid}{(IsDatagram ? ", datagram" : "")}";
}
