using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Rows as log records.</summary>
public class LogTests
{
    private static readonly TableSchema Table = new(
        "app",
        TableKind.Event,
        [
            new("time", ColumnType.Time), new("level", ColumnType.Utf8), new("message", ColumnType.Utf8), new("pid", ColumnType.U32) { Attribute = "process.pid" },
            new("trace_id", ColumnType.Utf8), new("span_id", ColumnType.FixedBytes(8)), new("attributes", ColumnType.Map),
        ]);

    [Fact]
    public async Task A_row_fills_the_record_and_its_attributes()
    {
        using var rows = new Rows(Table);
        var writer = new AttributeWriter();
        writer.Key("n"u8);
        writer.I64(-3);
        writer.Key("nothing"u8);
        writer.Null();
        writer.Key("deep"u8);
        writer.BeginList();
        writer.Utf8("a"u8);
        writer.BeginMap();
        writer.Key("yes"u8);
        writer.Bool(true);
        writer.End();
        writer.End();
        using var encoder = new OtlpEncoder(new OtlpSettings { Time = new StoppedTime() }, [Table]);
        encoder.Append(rows.Add(5, "Warning", "it happened", 42, "0af7651916cd43dd8448eb211c80319c", new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, writer.Written.ToArray()).Build(unixOffset: 1_000_000, sequence: 7));
        var request = await OtlpDecoder.DecodeAsync(encoder.RequestOf(Table));
        Assert.Equal(1, encoder.RequestOf(Table).Items);
        Same.Nodes(JsonNode.Parse(
            """
            {"resourceLogs":[{
              "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pipeline"}},{"key":"host.name","value":{"stringValue":"machine"}}]},
              "scopeLogs":[{
                "scope":{"name":"pipeline","version":"0.1.0","attributes":[{"key":"pipeline.source","value":{"stringValue":"source"}},{"key":"pipeline.table","value":{"stringValue":"app"}}]},
                "logRecords":[{
                  "timeUnixNano":"1000005","observedTimeUnixNano":"1700000000000000000","severityNumber":13,"severityText":"Warning","body":{"stringValue":"it happened"},
                  "traceId":"CvdlGRbNQ92ESOshHIAxnA==","spanId":"AQIDBAUGBwg=","eventName":"app",
                  "attributes":[
                    {"key":"log.record.uid","value":{"stringValue":"machine/source/1700000000000000000/7"}},
                    {"key":"process.pid","value":{"intValue":"42"}},
                    {"key":"n","value":{"intValue":"-3"}},
                    {"key":"nothing","value":{}},
                    {"key":"deep","value":{"arrayValue":{"values":[{"stringValue":"a"},{"kvlistValue":{"values":[{"key":"yes","value":{"boolValue":true}}]}}]}}}]}]}]}]}
            """)!,
            request);
    }
}
