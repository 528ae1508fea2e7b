using System.Net;
using System.Runtime.InteropServices;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>A row's cells by name.</summary>
internal readonly record struct Cells(RecordBatch Batch, int Row)
{
    public T Get<T>(string column)
        where T : unmanaged => MemoryMarshal.Read<T>(Bytes(column));

    public ReadOnlySpan<byte> Bytes(string column) => Batch.Cell(Batch.Schema.Ordinal(column), Row);

    /// <summary>An end of the connection, as tshark would write it.</summary>
    public string Endpoint(string side)
    {
        var address = new IPAddress(Bytes($"{side}_addr"));
        return $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)} {Get<ushort>($"{side}_port")}";
    }
}
