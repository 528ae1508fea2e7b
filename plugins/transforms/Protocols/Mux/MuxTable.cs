using System.Collections.Immutable;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>The table <c>mux_events</c>.</summary>
internal static class MuxTable
{
    public const int Type = CommonColumns.Count;
    public const int Tag = Type + 1;
    public const int Path = Tag + 1;
    public const int System = Path + 1;
    public const int Body = System + 1;
    public const int Status = Body + 1;
    public const int Message = Status + 1;
    public const int Error = Message + 1;
    public const int AskedBy = Error + 1;
    public const int RequestSize = AskedBy + 1;
    public const int ResponseSize = RequestSize + 1;
    public const int Latency = ResponseSize + 1;

    private const int LongestError = 8;

    private static readonly ImmutableArray<EnumName> Kinds =
        [.. ((MuxType[])[MuxType.Treq, MuxType.Tdispatch, MuxType.Tdrain, MuxType.Tping, MuxType.Tdiscarded, MuxType.Tlease, MuxType.Tinit, MuxType.OldRerr]).Select(t => new EnumName(t == MuxType.OldRerr ? "Rerr" : t.ToString(), (long)t))];

    public static TableSchema Schema { get; } = new(
        "mux_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_type", ColumnType.Enum(1, signed: true, Kinds)) { Help = "Kind of the message that asked, or told.", Heading = "TYPE" },
            new("tag", ColumnType.U32) { Help = "Which exchange of those under way; 0: none.", Heading = "TAG" },
            new("path", ColumnType.Utf8) { Help = "Destination of a Tdispatch.", Heading = "PATH", Attribute = "rpc.method" },
            new("rpc_system", ColumnType.Utf8) { Help = "finagle for a call of the client's, Tdispatch or Treq; empty for what is none.", Heading = "", Attribute = "rpc.system.name" },
            new("req_body", ColumnType.Utf8) { Help = "What stands before the payload, as JSON: names of contexts and settings, rules of the delegation table, what was discarded, the lease.", Heading = "" },
            new("status", ColumnType.Enum(1, signed: false, [.. Enum.GetValues<MuxStatus>().Select(s => new EnumName(s.ToString().ToLowerInvariant(), (long)s))])) { Help = "What came of it; refused: the answer was an Rerr; none: no answer is due.", Heading = "STATUS" },
            new("message", ColumnType.Utf8) { Help = "What the answer says where it is not ok, as far as it was kept.", Heading = "MESSAGE" },
            new("error", ColumnType.FixedUtf8(LongestError)) { Help = "error, nack, refused, or empty.", Heading = "", Attribute = "error.type" },
            new("asked_by", ColumnType.Enum(1, signed: false, [new("client", 0), new("server", 1)])) { Help = "Who asked, or told: servers ask, too.", Heading = "" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the request in all its fragments, as sent.", Unit = "By", Heading = "" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the answer in all its fragments, as sent.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the answer; 0: none is due.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Messages of Mux, the session layer of Finagle, with their answers.",
        Span = new SpanColumns("time", "latency_ns", "error", "req_type"),
    };
}
