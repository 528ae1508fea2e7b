using System.Collections.Immutable;

namespace Pipeline.Sources.Replay.Connections;

/// <summary>
/// The tables that packets become: by name, type and unit those of a source that sees the connections of this machine. What a packet does not tell is zero and
/// not shown on a terminal.
/// </summary>
internal static class ConnectionTables
{
    /// <summary>The longest payload of a row.</summary>
    public const int MaxPayload = 30 << 10;

    /// <summary>Where positions begin in a stream whose beginning was not seen: position 0 is always the true one.</summary>
    public const long UnknownStart = 1L << 48;

    public const byte Tcp = 6, Udp = 17;
    public const byte Client = 1;
    public const byte Egress = 0, Ingress = 1;
    public const byte Open = 0, Close = 1;

    private static readonly ColumnType Transports = Enum(("tcp", 6), ("udp", 17), ("unix", 1));
    private static readonly ColumnType Roles = Enum(("unknown", 4), ("client", 1), ("server", 2));

    /// <summary>How bytes moved: <c>capture</c>.</summary>
    public static byte CaptureFunction => (byte)Functions.Names.Single(n => n.Name == "capture").Value;

    private static ColumnType Functions { get; } = Enum(
    [
        .. new[]
        {
            "unknown", "read", "write", "readv", "writev", "preadv", "pwritev", "preadv2", "pwritev2", "send", "recv", "sendto", "recvfrom", "sendmsg", "recvmsg",
            "sendmmsg", "recvmmsg", "sendfile", "splice", "io_uring", "capture",
        }.Select((name, value) => (name, value)),
    ]);

    public static TableSchema Data { get; } = new("conn_data", TableKind.Bytes,
    [
        new("time", ColumnType.Time) { Unit = "ns", Help = "When the bytes could be read: of bytes that came too early, when those in front of them came." },
        Id,
        new("position", ColumnType.U64) { Unit = "By", Help = "Bytes of this direction of this connection before this piece, those not seen included; where its beginning was not seen, 2^48 and the bytes since." },
        new("size", ColumnType.U32) { Unit = "By", Help = "Bytes of this piece in the stream." },
        new("payload_size", ColumnType.U32) { Unit = "By", Heading = "", Help = "Bytes in payload: fewer than size where the rest was not seen." },
        .. Process,
        .. Endpoints,
        new("direction", Enum(("egress", 0), ("ingress", 1))) { Heading = "DIR", Help = "From local to remote, or back." },
        new("protocol", Enum(
            ("unknown", 0), ("http", 1), ("http2", 2), ("mysql", 3), ("cql", 4), ("pgsql", 5), ("dns", 6), ("redis", 7), ("nats", 8), ("mongo", 9), ("kafka", 10),
            ("mux", 11), ("amqp", 12), ("tls", 13), ("mqtt", 14), ("memcached", 15))) { Heading = "", Help = "What the bytes look like to who saw them; unknown here." },
        new("encrypted", ColumnType.Bool) { Heading = "", Help = "Whether the payload is the plain text of an encrypted connection." },
        new("function", Functions) { Heading = "", Help = "How the bytes moved." },
        new("datagram", ColumnType.Bool) { Heading = "", Help = "Whether a datagram begins with this piece." },
        new("payload", ColumnType.Bytes) { Heading = "", Help = "The bytes." },
    ])
    {
        Help = "What connections carried, piece by piece.",
    };

    public static TableSchema Events { get; } = new("conn_events", TableKind.Event,
    [
        new("time", ColumnType.Time) { Unit = "ns", Help = "When it happened." },
        Id,
        new("event", Enum(("open", 0), ("close", 1))) { Heading = "EVENT", Help = "What happened." },
        new("reason", Enum([.. System.Enum.GetValues<CloseReason>().Select(r => (r.ToString().ToLowerInvariant(), (int)r))])) { Help = "Why it closed." },
        new("sent", ColumnType.U64) { Unit = "By", Help = "Position of the egress stream at that time." },
        new("received", ColumnType.U64) { Unit = "By", Help = "Position of the ingress stream at that time." },
        .. Process,
        .. Endpoints,
        new("error", ColumnType.I32) { Heading = "", Help = "The error number, 0 for none." },
        new("encrypted", ColumnType.Bool) { Heading = "", Help = "Whether the positions are those of the plain text of an encrypted connection: not of packets." },
    ])
    {
        Help = "Connections that opened and closed.",
    };

    private static ColumnSchema Id => new("conn_id", ColumnType.U64) { Heading = "CONN", Help = "The connection's number: here counted from 1." };

    private static ImmutableArray<ColumnSchema> Process =>
    [
        new("pid", ColumnType.U32) { Heading = "", Help = "Process that moved the bytes; 0 where that is not known." },
        new("start_ticks", ColumnType.U64) { Heading = "", Help = "When that process started, in ticks of 10 ms since boot." },
        new("comm", ColumnType.FixedUtf8(16)) { Heading = "", Help = "Its command name." },
        new("cgroup_id", ColumnType.U64) { Heading = "", Help = "Its cgroup." },
    ];

    private static ImmutableArray<ColumnSchema> Endpoints =>
    [
        new("local_addr", ColumnType.Ip) { Heading = "LADDR", Help = "Address of the side that the row is told from: here the client." },
        new("local_port", ColumnType.U16) { Heading = "LPORT", Help = "Its port." },
        new("remote_addr", ColumnType.Ip) { Heading = "RADDR", Help = "Address of the other side." },
        new("remote_port", ColumnType.U16) { Heading = "RPORT", Help = "Its port." },
        new("transport", Transports) { Heading = "PROTO", Help = "Transport protocol." },
        new("trace_role", Roles) { Heading = "", Help = "What local is in this connection." },
    ];

    private static ColumnType Enum(params (string Name, int Value)[] names) => ColumnType.Enum(1, signed: false, [.. names.Select(n => new EnumName(n.Name, n.Value))]);
}
