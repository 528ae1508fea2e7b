using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Cells that hold anything at all: a request that a strict reader takes comes of them.</summary>
public class HostileTests
{
    [Fact]
    public async Task Cells_of_random_bytes_make_requests_that_can_be_read()
    {
        OtlpDecoder.MustBeThere();
        ImmutableArray<ColumnSchema> columns =
        [
            new("text", ColumnType.Utf8), new("list", ColumnType.Utf8List), new("map", ColumnType.Map), new("family", ColumnType.Map) { Attribute = "http.request.header" },
            new("attributes", ColumnType.Map), new("histogram", ColumnType.ExponentialHistogram), new("level", ColumnType.Utf8), new("trace_id", ColumnType.Bytes),
            new("traceparent", ColumnType.Utf8), new("start", ColumnType.Time), new("took", ColumnType.Duration),
        ];
        TableSchema[] tables =
        [
            new("logs", TableKind.Event, columns),
            new("spans", TableKind.Span, columns) { Span = new SpanColumns("start", "took", "text", "level") },
            new("metrics", TableKind.Metric, [.. columns.Select(column => column.Name is "histogram" ? column with { Instrument = Instrument.Histogram } : column), new("g", ColumnType.Time) { Instrument = Instrument.Gauge }]),
        ];
        var random = Fuzz.Random(4);
        List<OtlpDecoder.Forms> requests = [];
        foreach (var table in tables)
        {
            using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
            using var rows = new Rows(table);
            for (var row = 0; row < Fuzz.Rows / 4; row++)
            {
                rows.Add([.. table.Columns.Select(column => column.Type.IsVariable ? Anything(random, column.Type) : (object)RandomCells.Integer(random))]);
                if (row % 50 != 49)
                    continue;
                var batch = rows.Build(unixOffset: RandomCells.Integer(random));
                encoder.Append(batch);
                batch.Release();
                requests.Add(OtlpDecoder.Forms.Of(encoder.RequestOf(table)));
                encoder.Clear();
            }

            Assert.True(encoder.Losses.RepairedTexts > 0);
            Assert.Equal(table.Kind == TableKind.Metric, encoder.Losses.UnreadableHistograms > 0);
        }

        await OtlpDecoder.DecodeAsync(requests);
    }

    [Fact]
    public async Task Maps_may_nest_as_deep_as_a_cell_can()
    {
        var table = new TableSchema("t", TableKind.Event, [new("map", ColumnType.Map), new("attributes", ColumnType.Map)]);
        var writer = new AttributeWriter();
        while (writer.Depth < AttributeMap.MaxDepth)
        {
            writer.Key("a key that makes lengths grow beyond a byte"u8);
            writer.BeginMap();
        }

        while (writer.Depth > 0)
            writer.End();
        using var rows = new Rows(table);
        using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
        encoder.Append(rows.Add(writer.Written.ToArray(), writer.Written.ToArray()).Build());
        var record = (await OtlpDecoder.DecodeAsync(encoder.RequestOf(table)))["resourceLogs"]![0]!["scopeLogs"]![0]!["logRecords"]![0]!;
        var attributes = record["attributes"]!.AsArray();
        Assert.Equal(3, attributes.Count);
        foreach (var attribute in attributes.Skip(1))
        {
            // The request, its resource, scope and record.
            Assert.InRange(4 + Messages(attribute!), 70, 100);
            // What is deeper is all there, as a text.
            Assert.Contains("{\\u0022a key that makes lengths grow beyond a byte\\u0022:{", attribute!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    // Each object that the decoder tells of is a message.
    private static int Messages(JsonNode? node) => node switch
    {
        JsonObject message => 1 + message.Select(field => Messages(field.Value)).DefaultIfEmpty(0).Max(),
        JsonArray array => array.Select(Messages).DefaultIfEmpty(0).Max(),
        _ => 0,
    };

    private static byte[] Anything(Random random, ColumnType type)
    {
        // Now and then something real, bent in a byte.
        var cell = random.Next(3) switch
        {
            0 => RandomCells.Bytes(random, random.Next(0, 100)),
            1 => type.Kind switch
            {
                ColumnKind.Map => Tree.Map(random, random.Next(5)).Cell(),
                ColumnKind.Utf8List => Rows.List(RandomCells.Text(random), RandomCells.Text(random)),
                ColumnKind.Histogram => Distribution.Random(random, type).Cell(),
                _ => RandomCells.Text(random),
            },
            _ => TraceParents.Cell(random),
        };
        if (cell.Length > 0 && random.Next(2) == 0)
            cell[random.Next(cell.Length)] = (byte)random.Next(256);
        return cell;
    }
}
