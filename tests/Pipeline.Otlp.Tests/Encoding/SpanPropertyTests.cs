using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Random span tables with random rows, span by span as the decoder sees them.</summary>
public class SpanPropertyTests
{
    private const int RowsATable = 20;
    private const long UnixOffset = 987_654_321;

    private static readonly ColumnType Roles = ColumnType.Enum(1, signed: false, [new("client", 1), new("server", 2), new("unknown", 4)]);
    private static readonly ColumnType Codes = ColumnType.Enum(2, signed: false, [new("NOERROR", 0), new("SERVFAIL", 2), new("none", 999)]);

    [Fact]
    public async Task Every_field_of_every_row_arrives()
    {
        OtlpDecoder.MustBeThere();
        var random = Fuzz.Random(2);
        var (requests, expected) = (new List<OtlpDecoder.Forms>(), new List<JsonArray>());
        for (var rows = 0; rows < Fuzz.Rows; rows += RowsATable)
        {
            var table = Table(random);
            using var builder = new Rows(table);
            JsonArray spans = [];
            for (var row = 0; row < RowsATable; row++)
            {
                var cells = table.Columns.Select(column => Cell(random, column)).ToArray();
                builder.Add([.. cells.Select(Expected.Raw)]);
                spans.Add(Span(table, cells));
            }

            using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
            var batch = builder.Build(unixOffset: UnixOffset, sequence: (ulong)random.NextInt64());
            encoder.Append(batch);
            batch.Release();
            requests.Add(OtlpDecoder.Forms.Of(encoder.RequestOf(table)));
            expected.Add(spans);
        }

        var decoded = await OtlpDecoder.DecodeAsync(requests);
        HashSet<string> derived = [];
        for (var i = 0; i < decoded.Length; i++)
        {
            var spans = decoded[i]["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]!.AsArray();
            for (var row = 0; row < spans.Count; row++)
            {
                Complete(expected[i][row]!.AsObject(), spans[row]!.AsObject(), "traceId", 16, derived);
                Complete(expected[i][row]!.AsObject(), spans[row]!.AsObject(), "spanId", 8, derived);
            }

            Same.Items(expected[i], spans);
        }

        Assert.NotEmpty(derived);
    }

    // What no column tells is derived: an id, and no other row's.
    private static void Complete(JsonObject expected, JsonObject actual, string id, int length, HashSet<string> derived)
    {
        if (expected.ContainsKey(id))
            return;
        var text = actual[id]!.GetValue<string>();
        var bytes = Convert.FromBase64String(text);
        Assert.Equal(length, bytes.Length);
        Assert.Contains(bytes, part => part != 0);
        Assert.True(derived.Add(text));
        expected[id] = text;
    }

    private static TableSchema Table(Random random)
    {
        var columns = Enumerable.Range(0, random.Next(1, 8)).Select(i => RandomCells.Column(random, i)).ToList();
        Insert(new("begun", ColumnType.Time));
        Insert(new("took", ColumnType.Duration));
        Insert(new("name", random.Next(3) == 0 ? Codes : ColumnType.Utf8) { Attribute = random.Next(2) == 0 ? "the.name" : null });
        Insert(new("status", random.Next(4) switch { 0 => Codes, 1 => ColumnType.Utf8, 2 => ColumnType.I32, _ => ColumnType.U16 }));
        if (columns.Find(column => column.Name == "status") is { Type.Kind: ColumnKind.U16 } http)
            columns[columns.IndexOf(http)] = http with { Attribute = "http.response.status_code" };
        if (random.Next(2) == 0)
            Insert(new("trace_role", Roles));
        if (random.Next(2) == 0)
            Insert(new("trace_id", random.Next(2) == 0 ? ColumnType.Utf8 : ColumnType.FixedBytes(16)));
        if (random.Next(2) == 0)
            Insert(new("span_id", random.Next(2) == 0 ? ColumnType.Utf8 : ColumnType.FixedBytes(8)));
        if (random.Next(2) == 0)
            Insert(new("parent_span_id", ColumnType.Bytes));
        if (random.Next(3) == 0)
            Insert(new("traceparent", ColumnType.Utf8));
        return new TableSchema("random", TableKind.Span, [.. columns]) { Span = new SpanColumns("begun", "took", "status", "name") };

        void Insert(ColumnSchema column) => columns.Insert(random.Next(columns.Count + 1), column);
    }

    private static object Cell(Random random, ColumnSchema column) => column.Name switch
    {
        "took" => random.Next(10) == 0 ? -5L : random.NextInt64(1_000_000_000_000),
        "status" when column.Type.IsText => random.Next(3) switch { 0 => [], 1 => "OK"u8.ToArray(), _ => RandomCells.Text(random) },
        "status" when column.Attribute is not null => (long)random.Next(0, 700),
        "status" when column.Type.Kind == ColumnKind.I32 => (long)random.Next(-1, 2),
        "trace_id" => Ids.Cell(random, column.Type, 16),
        "span_id" or "parent_span_id" => Ids.Cell(random, column.Type, 8),
        "traceparent" => TraceParents.Cell(random),
        _ => RandomCells.Cell(random, column.Type),
    };

    private static JsonObject Span(TableSchema table, object[] cells)
    {
        var kind = table.Ordinal("trace_role") is >= 0 and var role ? (long)cells[role] switch { 1 => 3, 2 => 2, _ => 0 } : 0;
        var (start, took) = ((long)cells[table.Ordinal("begun")] + UnixOffset, (long)cells[table.Ordinal("took")]);
        JsonObject span = new()
        {
            ["startTimeUnixNano"] = start.ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = (start + Math.Max(0, took)).ToString(CultureInfo.InvariantCulture),
            ["name"] = "random",
        };
        if (kind > 0)
            span["kind"] = kind;
        JsonArray attributes = [];
        for (var i = 0; i < cells.Length; i++)
        {
            var column = table.Columns[i];
            var values = Expected.Attributes(column, cells[i], UnixOffset, keepsEmpty: false);
            if (column.Name == "name" && Name(column.Type, cells[i]) is { Length: > 0 } name)
                span["name"] = name;
            if (column.Name == "status" && Status(column, cells[i], kind) is { } status)
                span["status"] = status;
            if (Id(column, cells[i]) is var (field, id))
                span[field] = Convert.ToBase64String(id);
            else if (column.Name is not ("begun" or "took") && (column.Name != "name" || column.Attribute is not null) && (column.Name != "trace_role" || kind == 0))
                foreach (var value in values)
                    attributes.Add(value);
        }

        if (!span.ContainsKey("traceId") && table.Ordinal("traceparent") is >= 0 and var at && TraceParents.Read((byte[])cells[at]) is var (trace, parent, flags))
        {
            span["traceId"] = Convert.ToBase64String(trace);
            if (!span.ContainsKey("parentSpanId"))
                span["parentSpanId"] = Convert.ToBase64String(parent);
            span["flags"] = flags;
        }

        if (attributes.Count > 0)
            span["attributes"] = attributes;
        return span;
    }

    private static string Name(ColumnType type, object cell) =>
        type.IsText ? Expected.Text((byte[])cell) : Codes.Names.FirstOrDefault(name => name.Value == (long)cell, new($"{cell}", 0)).Name;

    private static (string Field, byte[] Id)? Id(ColumnSchema column, object cell)
    {
        var (field, length) = column.Name switch { "trace_id" => ("traceId", 16), "span_id" => ("spanId", 8), "parent_span_id" => ("parentSpanId", 8), _ => ("", 0) };
        return length > 0 && Ids.Read(column.Type, (byte[])cell, length) is { } id ? (field, id) : null;
    }

    private static JsonObject? Status(ColumnSchema column, object cell, int kind) => column.Type.Kind switch
    {
        ColumnKind.Utf8 => Expected.Text((byte[])cell) is { Length: > 0 } text && !text.Equals("ok", StringComparison.OrdinalIgnoreCase) ? new() { ["message"] = text, ["code"] = 2 } : null,
        ColumnKind.Enum => (long)cell switch { 0 or 999 => null, 2 => new() { ["message"] = "SERVFAIL", ["code"] = 2 }, _ => new() { ["code"] = 2 } },
        ColumnKind.U16 => (long)cell >= (kind == 3 ? 400 : 500) ? new() { ["code"] = 2 } : null,
        _ => (long)cell != 0 ? new() { ["code"] = 2 } : null,
    };
}
