using System.Runtime.InteropServices;
using Pipeline.Transforms.Red.Inputs;

namespace Pipeline.Transforms.Red.Map;

/// <summary>A call, as far as the map is interested. Holds no reference, so that it can wait.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapCall
{
    public FourTuple Ends;
    public ProcessEnd Own;
    public Name16 Protocol;

    /// <summary>When it began, in Unix nanoseconds.</summary>
    public long Began;
    public long Nanoseconds;
    public ulong RequestBytes;
    public ulong ResponseBytes;

    /// <summary>When it has waited long enough, by the clock's timestamps.</summary>
    public long Until;
    public Side Side;
    public byte Failed;
    public byte Encrypted;

    public static MapCall Of(in Call call)
    {
        var ends = call.Table.Ends;
        var local = Address.Of(ends.LocalAddress.Bytes(call.Batch, call.Row, ColumnKind.Ip));
        var remote = Address.Of(ends.RemoteAddress.Bytes(call.Batch, call.Row, ColumnKind.Ip));
        var (localPort, remotePort) = ((ushort)call.Number(ends.LocalPort), (ushort)call.Number(ends.RemotePort));
        var isServer = call.Side == Side.Server;
        return new MapCall
        {
            Ends = new FourTuple
            {
                Client = isServer ? remote : local,
                Server = isServer ? local : remote,
                ClientPort = isServer ? remotePort : localPort,
                ServerPort = isServer ? localPort : remotePort,
            },
            Own = new ProcessEnd
            {
                Connection = (ulong)call.Number(ends.Connection),
                Cgroup = (ulong)call.Number(ends.Cgroup),
                Pid = (uint)call.Number(ends.ProcessId),
                IsKnown = 1,
                Name = Name16.Of(call.Text(ends.Process)),
            },
            Protocol = Name16.Of(ProtocolOf(call)),
            Began = call.Number(call.Table.Start) + call.Batch.UnixOffset,
            Nanoseconds = call.Nanoseconds,
            RequestBytes = (ulong)Math.Max(0, call.Number(call.Table.RequestSize)),
            ResponseBytes = (ulong)Math.Max(0, call.Number(call.Table.ResponseSize)),
            Side = call.Side,
            Failed = call.Error.IsEmpty ? (byte)0 : (byte)1,
            Encrypted = call.Number(ends.Encrypted) != 0 ? (byte)1 : (byte)0,
        };
    }

    private static ReadOnlySpan<byte> ProtocolOf(in Call call) => call.Kind switch
    {
        CallKind.Http => "http"u8,
        CallKind.Rpc => Or(call.Text(call.Table.Rpc.System), "rpc"u8),
        CallKind.Database => Or(call.Text(call.Table.Database.System), "database"u8),
        CallKind.Messaging => Or(call.Text(call.Table.Messaging.System), "messaging"u8),
        _ => "dns"u8,
    };

    private static ReadOnlySpan<byte> Or(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => text.IsEmpty ? other : text;
}
