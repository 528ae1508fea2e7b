using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Requests as the protocols transform tells of them.</summary>
public class HttpSpanTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";

    private static readonly TableSchema Table = new(
        "http_events",
        TableKind.Span,
        [
            new("time", ColumnType.Time), new("pid", ColumnType.U32) { Attribute = "process.pid" }, new("trace_role", ColumnType.Enum(1, signed: false, [new("client", 1), new("server", 2), new("unknown", 4)])),
            new("req_headers", ColumnType.Map) { Attribute = "http.request.header" }, new("req_method", ColumnType.Utf8) { Attribute = "http.request.method" },
            new("resp_status", ColumnType.U16) { Attribute = "http.response.status_code" }, new("latency_ns", ColumnType.Duration),
        ])
    {
        Span = new SpanColumns("time", "latency_ns", "resp_status", "req_method"),
    };

    [Fact]
    public async Task A_span_joins_the_trace_that_its_request_names()
    {
        var span = await EncodeAsync(2, 200, $"00-{Trace}-{Caller}-01");
        Assert.Equal(Trace, Hex(span["traceId"]!));
        Assert.Equal(Caller, Hex(span["parentSpanId"]!));
        Assert.NotEqual(Caller, Hex(span["spanId"]!));
        Assert.Equal(1, span["flags"]!.GetValue<int>());
        Assert.Equal("GET", span["name"]!.GetValue<string>());
        Assert.Equal(2, span["kind"]!.GetValue<int>());
        Assert.Null(span["status"]);
        Assert.Equal(
            ["process.pid", "http.request.header.host", "http.request.header.traceparent", "http.request.method", "http.response.status_code"],
            span["attributes"]!.AsArray().Select(attribute => attribute!["key"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Ids_that_nobody_tells_are_derived_from_the_row_and_the_same_each_time()
    {
        var (one, again, other) = (await EncodeAsync(1, 200, null), await EncodeAsync(1, 500, null), await EncodeAsync(1, 200, null, sequence: 10));
        Assert.Equal((Hex(one["traceId"]!), Hex(one["spanId"]!)), (Hex(again["traceId"]!), Hex(again["spanId"]!)));
        Assert.NotEqual(Hex(one["traceId"]!), Hex(other["traceId"]!));
        Assert.NotEqual(Hex(one["spanId"]!), Hex(other["spanId"]!));
        Assert.Null(one["parentSpanId"]);
        var elsewhere = await EncodeAsync(1, 200, null, origin: Rows.Origin with { Epoch = 5 });
        Assert.NotEqual(Hex(one["spanId"]!), Hex(elsewhere["spanId"]!));
    }

    [Theory]
    [InlineData(1, 399, false)]
    [InlineData(1, 400, true)]
    [InlineData(2, 404, false)]
    [InlineData(4, 404, false)]
    [InlineData(2, 500, true)]
    [InlineData(1, 0, false)]
    public async Task A_status_is_an_error_as_the_conventions_have_it(int role, int status, bool isError)
    {
        var span = await EncodeAsync(role, status, null);
        Assert.Equal(isError ? """{"code":2}""" : null, span["status"]?.ToJsonString());
        Assert.Equal(role switch { 1 => 3, 2 => 2, _ => 0 }, span["kind"]?.GetValue<int>() ?? 0);
    }

    private static async Task<JsonNode> EncodeAsync(int role, int status, string? traceParent, ulong sequence = 9, BatchOrigin? origin = null)
    {
        var headers = new AttributeWriter();
        headers.Key("host"u8);
        headers.Utf8("shop"u8);
        if (traceParent is not null)
        {
            headers.Key("traceparent"u8);
            headers.Utf8(System.Text.Encoding.ASCII.GetBytes(traceParent));
        }

        using var rows = new Rows(Table);
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Table]);
        encoder.Append(rows.Add(1_000, 77, role, headers.Written.ToArray(), "GET", status, 500).Build(origin, sequence: sequence));
        return (await OtlpDecoder.DecodeAsync(encoder.RequestOf(Table)))["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]![0]!;
    }

    private static string Hex(JsonNode id) => Convert.ToHexStringLower(Convert.FromBase64String(id.GetValue<string>()));
}
