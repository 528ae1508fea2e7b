using System.Collections.Immutable;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The table <c>dns_events</c>.</summary>
internal static class DnsTable
{
    public const int Transport = CommonColumns.Count;
    public const int OpcodeOf = Transport + 1;
    public const int QueryName = OpcodeOf + 1;
    public const int QueryType = QueryName + 1;
    public const int ResponseCode = QueryType + 1;
    public const int Flags = ResponseCode + 1;
    public const int Answers = Flags + 1;
    public const int RequestHeader = Answers + 1;
    public const int RequestBody = RequestHeader + 1;
    public const int RequestSize = RequestBody + 1;
    public const int ResponseHeader = RequestSize + 1;
    public const int ResponseBody = ResponseHeader + 1;
    public const int ResponseSize = ResponseBody + 1;
    public const int Retransmits = ResponseSize + 1;
    public const int SeenOf = Retransmits + 1;
    public const int Latency = SeenOf + 1;

    public const byte Tcp = 6, Udp = 17;

    /// <summary>OPENPGPKEY and NSEC3PARAM.</summary>
    private const int LongestType = 10;

    private static readonly ColumnType Transports = ColumnType.Enum(1, signed: false, [new("tcp", Tcp), new("udp", Udp)]);
    private static readonly ColumnType Opcodes = ColumnType.Enum(1, signed: false, [.. Enum.GetValues<Opcode>().Select(o => new EnumName(Lower(o), (long)o))]);
    private static readonly ColumnType Codes = ColumnType.Enum(2, signed: false, ResponseCodes.Names);
    private static readonly ColumnType SeenNames = ColumnType.Enum(1, signed: false, [.. Enum.GetValues<Seen>().Select(s => new EnumName(Lower(s), (long)s))]);

    private static readonly ColumnType FlagNames = ColumnType.Flags(2,
    [
        new("authoritative", (long)HeaderFlags.Authoritative), new("truncated", (long)HeaderFlags.Truncated), new("recursion_desired", (long)HeaderFlags.RecursionDesired),
        new("recursion_available", (long)HeaderFlags.RecursionAvailable), new("authentic_data", (long)HeaderFlags.AuthenticData),
        new("checking_disabled", (long)HeaderFlags.CheckingDisabled), new("dnssec_ok", (long)HeaderFlags.DnssecOk),
    ]);

    public static TableSchema Schema { get; } = new("dns_events", TableKind.Span, Columns())
    {
        Help = "DNS queries with their responses.",
        Span = new SpanColumns("time", "latency_ns", "response_code", "query_name"),
    };

    private static ImmutableArray<ColumnSchema> Columns() =>
    [
        .. CommonColumns.All,
        new("transport", Transports) { Help = "Transport protocol.", Heading = "PROTO", Attribute = "network.transport" },
        new("opcode", Opcodes) { Help = "What was asked for.", Heading = "" },
        new("query_name", ColumnType.Utf8) { Help = "Name in the first question, of an update the zone: without the dot at the end, special bytes escaped.", Heading = "NAME", Attribute = "dns.question.name" },
        new("query_type", ColumnType.FixedUtf8(LongestType)) { Help = "Type in the first question.", Heading = "TYPE", Width = 5 },
        new("response_code", Codes) { Help = "Response code with its extension by EDNS; none: no response was seen.", Heading = "RCODE" },
        new("flags", FlagNames) { Help = "Flags of the response; where none was seen, of the query.", Heading = "" },
        new("answers", ColumnType.Utf8List) { Help = "Data of the records in the answer section.", Heading = "ANSWERS", Attribute = "dns.answers" },
        new("req_header", ColumnType.Utf8) { Help = "Header of the query, as JSON.", Heading = "" },
        new("req_body", ColumnType.Utf8) { Help = "Questions of the query and its other sections, as JSON.", Heading = "" },
        new("req_size", ColumnType.U32) { Help = "Bytes of the query.", Unit = "By", Heading = "" },
        new("resp_header", ColumnType.Utf8) { Help = "Header of the response, as JSON.", Heading = "" },
        new("resp_body", ColumnType.Utf8) { Help = "Answers of the response and its other sections, as JSON.", Heading = "" },
        new("resp_size", ColumnType.U32) { Help = "Bytes of the response.", Unit = "By", Heading = "" },
        new("retransmits", ColumnType.U32) { Help = "Times the query was sent again before the response.", Unit = "1", Heading = "" },
        new("seen", SeenNames) { Help = "Which messages were seen: only with both the latency is known.", Heading = "" },
        new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the query to the last byte of the response; 0 where one was not seen.", Unit = "ns", Heading = "LAT(ms)" },
    ];

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
