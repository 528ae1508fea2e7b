using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>What rows of several tables, sources and hosts are in one request, and how much of them fits.</summary>
public class RequestTests
{
    private static readonly TableSchema Log = new("log", TableKind.Event, [new("message", ColumnType.Utf8)]);
    private static readonly TableSchema Other = new("other", TableKind.Bytes, [new("message", ColumnType.Utf8)]);

    private static readonly TableSchema Metric = new(
        "figures", TableKind.Metric, [new("name", ColumnType.Utf8), new("a", ColumnType.U64) { Instrument = Instrument.Counter }, new("b", ColumnType.F64) { Instrument = Instrument.Gauge }]);

    private static readonly TableSchema Span = new(
        "spans",
        TableKind.Span,
        [new("time", ColumnType.Time), new("took", ColumnType.Duration), new("error", ColumnType.Utf8), new("what", ColumnType.Utf8)])
    {
        Span = new SpanColumns("time", "took", "error", "what"),
    };

    [Fact]
    public async Task Rows_of_one_host_share_a_resource_and_those_of_one_source_and_table_a_scope()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Log, Other]);
        Append(encoder, Log, "machine", "one", 2);
        Append(encoder, Log, "machine", "one", 1);
        Append(encoder, Other, "machine", "one", 1);
        Append(encoder, Other, "machine", "two", 3);
        Append(encoder, Log, "another", "two", 1);
        var request = encoder.RequestOf(Log);
        Assert.Equal((8, 8), (request.Rows, request.Items));
        Assert.Equal("machine(one/log:3 one/other:1 two/other:3) another(two/log:1)", Outline(await OtlpDecoder.DecodeAsync(request)));
        encoder.Clear();
        Assert.Equal((0, 0, 0), (request.Rows, request.Items, request.Bytes));
        Append(encoder, Log, "machine", "one", 1);
        Assert.Equal("machine(one/log:1)", Outline(await OtlpDecoder.DecodeAsync(request)));
    }

    [Fact]
    public async Task A_request_is_whole_between_any_two_batches()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Log, Other]);
        List<OtlpDecoder.Forms> requests = [];
        for (var i = 0; i < 40; i++)
        {
            Append(encoder, i % 3 == 0 ? Log : Other, i % 5 == 0 ? "a" : "b", "s", 100);
            requests.Add(OtlpDecoder.Forms.Of(encoder.RequestOf(Log)));
        }

        var decoded = await OtlpDecoder.DecodeAsync(requests);
        for (var i = 0; i < decoded.Length; i++)
            Assert.Equal(100 * (i + 1), Records(decoded[i]).Count());
    }

    [Fact]
    public async Task Each_signal_has_a_request_of_its_own()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Log, Metric, Span]);
        encoder.Append(Build(Log, "machine", "s", 1));
        encoder.Append(Build(Metric, "machine", "s", 3, "label", 7, 0.5));
        encoder.Append(Build(Span, "machine", "s", 2, 1, 2, "", "work"));
        Assert.Equal([(OtlpSignal.Logs, 1, 1), (OtlpSignal.Metrics, 3, 6), (OtlpSignal.Traces, 2, 2)], encoder.Requests.Select(request => (request.Signal, request.Rows, request.Items)));
        var decoded = await OtlpDecoder.DecodeAsync([.. encoder.Requests.Select(OtlpDecoder.Forms.Of)]);
        Assert.Equal("figures.a figures.b", string.Join(' ', decoded[1]["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"]!.AsArray().Select(metric => metric!["name"])));
    }

    [Fact]
    public async Task Settings_say_what_the_resource_is()
    {
        var settings = new OtlpSettings { Resource = [new("service.name", "shop"), new("host.name", "front"), new("a", "ä")], ScopeName = "p", ScopeVersion = "", HasRowIds = false };
        using var encoder = new OtlpEncoder(settings, [Log]);
        Append(encoder, Log, "machine", "s", 1);
        var resource = (await OtlpDecoder.DecodeAsync(encoder.RequestOf(Log)))["resourceLogs"]![0]!;
        Assert.Equal("service.name=shop host.name=front a=ä", string.Join(' ', resource["resource"]!["attributes"]!.AsArray().Select(a => $"{a!["key"]}={a["value"]!["stringValue"]}")));
        Assert.Null(resource["scopeLogs"]![0]!["scope"]!["version"]);
        Assert.Null(resource["scopeLogs"]![0]!["logRecords"]![0]!["attributes"]);
    }

    [Theory]
    [InlineData(TableKind.Event)]
    [InlineData(TableKind.Metric)]
    [InlineData(TableKind.Span)]
    public async Task Rows_are_taken_as_long_as_the_request_is_within_its_bound(TableKind kind)
    {
        const int Rows = 1000, Limit = 20_000;
        var table = kind == TableKind.Metric ? Metric : kind == TableKind.Span ? Span : Log;
        var batch = Build(table, "machine", "s", Rows);
        using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
        var request = encoder.RequestOf(table);
        List<OtlpDecoder.Forms> requests = [];
        var (taken, items) = (0, 0);
        while (taken < Rows)
        {
            var more = encoder.Append(batch, taken, Rows - taken, Limit);
            Assert.InRange(request.Bytes, 0, Limit);
            taken += more;
            if (more > 0 && taken < Rows)
                continue;
            Assert.True(request.Rows > 0);
            items += request.Items;
            requests.Add(OtlpDecoder.Forms.Of(request));
            encoder.Clear();
        }

        Assert.Equal(kind == TableKind.Metric ? 2 * Rows : Rows, items);
        Assert.True(requests.Count > 3);
        await OtlpDecoder.DecodeAsync(requests);
        batch.Release();
    }

    [Fact]
    public async Task A_row_that_is_larger_than_the_bound_leaves_the_request_as_it_was()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Log, Metric]);
        var huge = Build(Log, "another", "s", 1, new string('x', 5 << 20));
        Assert.Equal(0, encoder.Append(huge, 0, 1, 4 << 20));
        Assert.Equal(0, encoder.RequestOf(Log).Bytes);
        Append(encoder, Log, "machine", "s", 1);
        var bytes = encoder.RequestOf(Log).Written.ToArray();
        Assert.Equal(0, encoder.Append(huge, 0, 1, 4 << 20));
        Assert.Equal(bytes, encoder.RequestOf(Log).Written.ToArray());
        // Without a bound it is a row as any other.
        Assert.Equal(1, encoder.Append(huge, 0, 1));
        Append(encoder, Log, "another", "s", 1);
        var records = Records(await OtlpDecoder.DecodeAsync(encoder.RequestOf(Log))).ToArray();
        Assert.Equal([7, 5 << 20, 7], records.Select(record => record["body"]!["stringValue"]!.GetValue<string>().Length));
        var label = Build(Metric, "machine", "s", 1, new string('x', 5 << 20), 1, 1.0);
        Assert.Equal(0, encoder.Append(label, 0, 1, 4 << 20));
        Assert.Equal(0, encoder.RequestOf(Metric).Bytes);
    }

    [Fact]
    public async Task Some_of_a_batch_is_what_was_named()
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), [Log]);
        using var rows = new Rows(Log);
        for (var i = 0; i < 10; i++)
            rows.Add($"row {i}");
        Assert.Equal(3, encoder.Append(rows.Build(sequence: 50), 4, 3));
        var records = Records(await OtlpDecoder.DecodeAsync(encoder.RequestOf(Log))).ToArray();
        Assert.Equal(["row 4", "row 5", "row 6"], records.Select(record => record["body"]!["stringValue"]!.GetValue<string>()));
        Assert.EndsWith("/54", records[0]["attributes"]![0]!["value"]!["stringValue"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static void Append(OtlpEncoder encoder, TableSchema table, string host, string source, int rows)
    {
        var batch = Build(table, host, source, rows);
        encoder.Append(batch);
        batch.Release();
    }

    private static RecordBatch Build(TableSchema table, string host, string source, int rows, params object[] cells)
    {
        using var builder = new Rows(table);
        for (var i = 0; i < rows; i++)
            builder.Add(cells.Length > 0 ? cells : [.. table.Columns.Select(column => column.Type.IsText ? (object)"message" : column.Type.Kind == ColumnKind.F64 ? 1.5 : 1)]);
        return builder.Build(new BatchOrigin(host, source, 1));
    }

    private static IEnumerable<JsonNode> Records(JsonNode request) =>
        request["resourceLogs"]!.AsArray().SelectMany(resource => resource!["scopeLogs"]!.AsArray()).SelectMany(scope => scope!["logRecords"]!.AsArray()).OfType<JsonNode>();

    private static string Outline(JsonNode request) => string.Join(' ', request["resourceLogs"]!.AsArray().Select(resource =>
    {
        var scopes = resource!["scopeLogs"]!.AsArray().Select(scope =>
            $"{scope!["scope"]!["attributes"]![0]!["value"]!["stringValue"]}/{scope["scope"]!["attributes"]![1]!["value"]!["stringValue"]}:{scope["logRecords"]!.AsArray().Count}");
        return $"{resource["resource"]!["attributes"]![1]!["value"]!["stringValue"]}({string.Join(' ', scopes)})";
    }));
}
