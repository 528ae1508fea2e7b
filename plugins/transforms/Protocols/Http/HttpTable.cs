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
    public const int StreamId = ResponseBodySize + 1;
    public const int ResponseTrailers = StreamId + 1;
    public const int RpcSystem = ResponseTrailers + 1;
    public const int RpcMethod = RpcSystem + 1;
    public const int GrpcStatus = RpcMethod + 1;
    public const int RequestMessages = GrpcStatus + 1;
    public const int ResponseMessages = RequestMessages + 1;
    public const int Error = ResponseMessages + 1;
    public const int Latency = Error + 1;

    private static readonly ColumnType ContentTypes = ColumnType.Enum(1, signed: false, [new("unknown", 0), new("json", 1), new("grpc", 2)]);

    public static TableSchema Schema { get; } = new(
        "http_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("major_version", ColumnType.U8) { Help = "HTTP version, of HTTP/1 the response's, before the dot.", Heading = "" },
            new("minor_version", ColumnType.U8) { Help = "HTTP version, of HTTP/1 the response's, after the dot.", Heading = "" },
            new("content_type", ContentTypes) { Help = "What the response's body is.", Heading = "" },
            new("req_headers", ColumnType.Map) { Help = "Header fields of the request: names in lower case, a list where a name comes more than once.", Heading = "", Attribute = "http.request.header" },
            new("req_method", ColumnType.Utf8) { Help = "Method.", Heading = "METHOD", Width = 7, Attribute = "http.request.method" },
            new("req_path", ColumnType.Utf8) { Help = "Target of the request, as sent.", Heading = "PATH", Attribute = "url.path" },
            new("req_body", ColumnType.Utf8) { Help = "Beginning of the request's body, decoded; empty where it is no text.", Heading = "" },
            new("req_body_size", ColumnType.U64) { Help = "Bytes of the request's body, as sent and without chunk framing.", Unit = "By", Heading = "", Attribute = "http.request.body.size" },
            new("resp_headers", ColumnType.Map) { Help = "Header fields of the response.", Heading = "", Attribute = "http.response.header" },
            new("resp_status", ColumnType.U16) { Help = "Status code; 0: not known, or the stream ended without one.", Heading = "STATUS", Attribute = "http.response.status_code" },
            new("resp_message", ColumnType.Utf8) { Help = "Reason phrase.", Heading = "" },
            new("resp_body", ColumnType.Utf8) { Help = "Beginning of the response's body, decoded; empty where it is no text.", Heading = "" },
            new("resp_body_size", ColumnType.U64) { Help = "Bytes of the response's body, as sent and without chunk framing.", Unit = "By", Heading = "BYTES", Attribute = "http.response.body.size" },
            new("stream_id", ColumnType.U32) { Help = "Stream of HTTP/2.", Heading = "" },
            new("resp_trailers", ColumnType.Map) { Help = "Fields behind the body of a response of HTTP/2.", Heading = "" },
            new("rpc_system", ColumnType.Utf8) { Help = "grpc, or empty.", Heading = "", Attribute = "rpc.system.name" },
            new("rpc_method", ColumnType.Utf8) { Help = "Service and method of a call by gRPC.", Heading = "", Attribute = "rpc.method" },
            new("grpc_status", ColumnType.Utf8) { Help = "Status of the call: OK, DEADLINE_EXCEEDED...; empty where it was not told.", Heading = "", Attribute = "rpc.response.status_code" },
            new("req_messages", ColumnType.U64) { Help = "Messages of the call from the client; 0 also where some were not seen.", Heading = "" },
            new("resp_messages", ColumnType.U64) { Help = "Messages of the call from the server; 0 also where some were not seen.", Heading = "" },
            new("error_type", ColumnType.Utf8) { Help = "HTTP/2's error that ended the stream before the response did; empty: none.", Heading = "", Attribute = "error.type" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the response.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Requests of HTTP/1.x and HTTP/2 with their responses, and calls by gRPC.",
        Span = new SpanColumns("time", "latency_ns", "resp_status", "req_method"),
    };

    /// <summary>Sets the columns that all versions have, but for the latency.</summary>
    public static void Set(BatchBuilder rows, HttpMessage request, HttpMessage response, BodyText text)
    {
        rows.Set(MajorVersion, response.Major);
        rows.Set(MinorVersion, response.Minor);
        rows.Set(ContentTypeOf, response.Kind <= ContentKind.Grpc ? (byte)response.Kind : (byte)0);
        rows.Set(RequestHeaders, request.Fields.Bytes);
        rows.Set(Method, request.Word.Bytes);
        rows.Set(Path, request.Target.Bytes);
        rows.Set(RequestBody, text.Of(request));
        rows.Set(RequestBodySize, request.BodySize);
        rows.Set(ResponseHeaders, response.Fields.Bytes);
        rows.Set(Status, response.Status);
        rows.Set(Message, response.Word.Bytes);
        rows.Set(ResponseBody, text.Of(response));
        rows.Set(ResponseBodySize, response.BodySize);
    }
}
