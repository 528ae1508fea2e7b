using System.Collections.Immutable;

namespace Pipeline.Protocols;

/// <summary>The columns that every protocol's table begins with.</summary>
public static class CommonColumns
{
    private static readonly ImmutableArray<EnumName> Roles = [new("client", 1), new("server", 2), new("unknown", 4)];

    /// <summary>Ordinal of the first column of the protocol's own.</summary>
    public const int Count = 12;

    /// <summary>The columns by ordinal.</summary>
    public static ImmutableArray<ColumnSchema> All { get; } =
    [
        new("time", ColumnType.Time) { Help = "When the first byte of the request was moved." },
        new("pid", ColumnType.U32) { Help = "Process, in the first pid namespace; 0: not known.", Attribute = "process.pid" },
        new("start_ticks", ColumnType.U64) { Help = "When the process began, in clock ticks since boot; with pid its identity.", Heading = "" },
        new("remote_addr", ColumnType.Ip) { Help = "Address of the other end.", Heading = "RADDR", Attribute = "network.peer.address" },
        new("remote_port", ColumnType.U16) { Help = "Port of the other end.", Heading = "RPORT", Attribute = "network.peer.port" },
        new("local_addr", ColumnType.Ip) { Help = "Address of this end.", Heading = "LADDR", Attribute = "network.local.address" },
        new("local_port", ColumnType.U16) { Help = "Port of this end.", Heading = "LPORT", Attribute = "network.local.port" },
        new("trace_role", ColumnType.Enum(1, signed: false, Roles)) { Help = "Whether the process asked or answered.", Heading = "ROLE" },
        new("encrypted", ColumnType.Bool) { Help = "Whether the connection was encrypted.", Heading = "" },
        new("comm", ColumnType.FixedUtf8(16)) { Help = "Name of the process.", Attribute = "process.executable.name" },
        new("cgroup_id", ColumnType.U64) { Help = "Its cgroup.", Heading = "" },
        new("conn_id", ColumnType.U64) { Help = "The connection.", Heading = "" },
    ];

    internal static void Set(BatchBuilder rows, byte traceRole, in Endpoints ends, long time)
    {
        rows.Set(0, time);
        rows.Set(1, ends.Pid);
        rows.Set(2, ends.StartTicks);
        rows.Set(3, ends.RemoteAddress);
        rows.Set(4, ends.RemotePort);
        rows.Set(5, ends.LocalAddress);
        rows.Set(6, ends.LocalPort);
        rows.Set(7, traceRole);
        rows.Set(8, ends.Encrypted ? (byte)1 : (byte)0);
        rows.Set(9, ends.Comm);
        rows.Set(10, ends.CgroupId);
        rows.Set(11, ends.ConnectionId);
    }
}
