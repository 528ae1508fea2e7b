using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>A row of conn_data.</summary>
internal sealed record DataRow(long Time, ulong Connection, ulong Position, uint Size, byte[] Payload, byte Direction, string Local, string Remote, byte Transport, bool Datagram)
{
    public DataRow(Cells cells)
        : this(
            cells.Get<long>("time"),
            cells.Get<ulong>("conn_id"),
            cells.Get<ulong>("position"),
            cells.Get<uint>("size"),
            cells.Bytes("payload").ToArray(),
            cells.Get<byte>("direction"),
            cells.Endpoint("local"),
            cells.Endpoint("remote"),
            cells.Get<byte>("transport"),
            cells.Get<byte>("datagram") == 1) =>
        Assert.Equal((uint)Payload.Length, cells.Get<uint>("payload_size"));

    public string Text => System.Text.Encoding.ASCII.GetString(Payload);
}
