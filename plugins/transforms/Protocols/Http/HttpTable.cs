using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>The table <c>http_events</c>.</summary>
internal static class HttpTable
{
    public const int MajorVersion = CommonColumns.Count;
    public const int MinorVersion = MajorVersion + 1;
    public const int ContentTypeOf = MinorVersion + 1;
    public const int RequestHeaders = ContentTypeOf + 1;
    public const int Method = RequestHeaders + 1;
    public const int Path = Method + 1;
    public const int RequestBody = Path + 1;
    public const int RequestBodySize = RequestBody + 1;
    public const int ResponseHeaders = RequestBodySize + 1;
    public const int Status = ResponseHeaders + 1;
    public const int Message = Status + 1;
    public const int ResponseBody = Message + 1;
    public const int ResponseBodySize = ResponseBody + 1;
    public const int Latency = ResponseBodySize + 1;

    private static readonly ColumnType ContentTypes = ColumnType.Enum(1, signed: false, [new("unknown", 0), new("json", 1), new("grpc", 2)]);

    public static TableSchema Schema { get; } = new(
        "http_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("major_version", ColumnType.U8) { Help = "HTTP version of the response, before the dot.", Heading = "" },
            new("minor_version", ColumnType.U8) { Help = "HTTP version of the response, after the dot.", Heading = "" },
            new("content_type", ContentTypes) { Help = "What the response's body is.", Heading = "" },
            new("req_headers", ColumnType.Map) { Help = "Header fields of the request: names in lower case, a list where a name comes more than once.", Heading = "", Attribute = "http.request.header" },
            new("req_method", ColumnType.Utf8) { Help = "Method.", Heading = "METHOD", Width = 7, Attribute = "http.request.method" },
            new("req_path", ColumnType.Utf8) { Help = "Target of the request, as sent.", Heading = "PATH", Attribute = "url.path" },
            new("req_body", ColumnType.Utf8) { Help = "Beginning of the request's body, decoded; empty where it is no text.", Heading = "" },
            new("req_body_size", ColumnType.U64) { Help = "Bytes of the request's body, as sent and without chunk framing.", Unit = "By", Heading = "", Attribute = "http.request.body.size" },
            new("resp_headers", ColumnType.Map) { Help = "Header fields of the response.", Heading = "", Attribute = "http.response.header" },
            new("resp_status", ColumnType.U16) { Help = "Status code.", Heading = "STATUS", Attribute = "http.response.status_code" },
            new("resp_message", ColumnType.Utf8) { Help = "Reason phrase.", Heading = "" },
            new("resp_body", ColumnType.Utf8) { Help = "Beginning of the response's body, decoded; empty where it is no text.", Heading = "" },
            new("resp_body_size", ColumnType.U64) { Help = "Bytes of the response's body, as sent and without chunk framing.", Unit = "By", Heading = "BYTES", Attribute = "http.response.body.size" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the response.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "HTTP/1.x requests with their responses.",
        Span = new SpanColumns("time", "latency_ns", "resp_status", "req_method"),
    };
}
