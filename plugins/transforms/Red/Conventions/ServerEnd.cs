using System.Text;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>The attributes <c>server.address</c> and <c>server.port</c>: of a server its own end of the connection, of a client the other one.</summary>
internal static class ServerEnd
{
    private const int LongestName = 253;

    public static ColumnSchema[] Labels =>
    [
        Label.Text("server.address", "Name or address of the server."),
        Label.Number("server.port", "Port of the server."),
    ];

    /// <summary>Adds both cells to a key.</summary>
    /// <param name="call">The call.</param>
    /// <param name="key">The key.</param>
    /// <param name="name">A name that the caller knows the server by; empty: none.</param>
    public static void Write(in Call call, SeriesKey key, ReadOnlySpan<byte> name = default)
    {
        var ends = call.Table.Ends;
        if (name.IsEmpty)
            name = call.Text(ends.ServerAddress);
        key.Text(name.IsEmpty ? call.Text(call.Side == Side.Server ? ends.LocalAddress : ends.RemoteAddress) : name);
        key.Number((ushort)call.Number(ends.ServerPort.Exists ? ends.ServerPort : call.Side == Side.Server ? ends.LocalPort : ends.RemotePort));
    }

    /// <summary>The host that an HTTP client asks for, without its port; empty where it says none, or nothing that is a name.</summary>
    public static ReadOnlySpan<byte> Host(in Call call)
    {
        var headers = new AttributeMap(call.Table.Http.RequestHeaders.Bytes(call.Batch, call.Row, ColumnKind.Map));
        if ((!headers.TryGet("host"u8, out var value) && !headers.TryGet(":authority"u8, out value)) || value.Kind != AttributeKind.Utf8)
            return default;
        var host = value.Bytes;
        var colon = host.LastIndexOf((byte)':');
        if (colon >= 0 && colon > host.LastIndexOf((byte)']'))
            host = host[..colon];
        return host.Length <= LongestName && Ascii.IsValid(host) && !host.ContainsAnyInRange((byte)0, (byte)' ') ? host : default;
    }
}
