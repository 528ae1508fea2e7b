using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Random event tables with random rows, record by record as the decoder sees them.</summary>
public class LogPropertyTests
{
    private const int RowsATable = 20;
    private const long UnixOffset = 1_234_567_890_123;

    private static readonly string[] Levels = ["", "info", "INFO", "Warn", "error2", "FATAL", "emerg", "strange", "notice"];
    private static readonly int[] Numbers = [0, 9, 9, 13, 18, 21, 21, 0, 10];

    [Fact]
    public async Task Every_field_of_every_row_arrives()
    {
        OtlpDecoder.MustBeThere();
        var random = Fuzz.Random(1);
        var (requests, expected) = (new List<OtlpDecoder.Forms>(), new List<JsonArray>());
        var repaired = 0L;
        for (var rows = 0; rows < Fuzz.Rows; rows += RowsATable)
        {
            var table = Table(random);
            using var builder = new Rows(table);
            JsonArray records = [];
            var first = (ulong)random.NextInt64();
            for (var row = 0; row < RowsATable; row++)
            {
                var cells = table.Columns.Select(column => Cell(random, column)).ToArray();
                builder.Add([.. cells.Select(Expected.Raw)]);
                records.Add(Record(table, cells, first + (ulong)row));
            }

            using var encoder = new OtlpEncoder(new OtlpSettings { Time = new StoppedTime() }, [table]);
            var batch = builder.Build(unixOffset: UnixOffset, sequence: first);
            encoder.Append(batch);
            batch.Release();
            repaired += encoder.Losses.RepairedTexts;
            requests.Add(OtlpDecoder.Forms.Of(encoder.RequestOf(table)));
            expected.Add(records);
        }

        var decoded = await OtlpDecoder.DecodeAsync(requests);
        for (var i = 0; i < decoded.Length; i++)
            Same.Items(expected[i], decoded[i]["resourceLogs"]![0]!["scopeLogs"]![0]!["logRecords"]!.AsArray());
        Assert.True(repaired > 0);
    }

    private static TableSchema Table(Random random)
    {
        var columns = Enumerable.Range(0, random.Next(1, 12)).Select(i => RandomCells.Column(random, i)).ToList();
        Insert("time", ColumnType.Time);
        Insert("message", random.Next(3) == 0 ? ColumnType.Map : ColumnType.Utf8);
        Insert("level", ColumnType.Utf8);
        Insert("trace_id", random.Next(2) == 0 ? ColumnType.Utf8 : ColumnType.FixedBytes(16));
        Insert("span_id", random.Next(2) == 0 ? ColumnType.Utf8 : ColumnType.Bytes);
        Insert("attributes", ColumnType.Map);
        return new TableSchema("random", TableKind.Event, [.. columns]);

        void Insert(string name, ColumnType type)
        {
            if (random.Next(2) == 0)
                columns.Insert(random.Next(columns.Count + 1), new ColumnSchema(name, type));
        }
    }

    private static object Cell(Random random, ColumnSchema column) => column.Name switch
    {
        "level" => System.Text.Encoding.UTF8.GetBytes(Levels[random.Next(Levels.Length)]),
        "trace_id" => Ids.Cell(random, column.Type, 16),
        "span_id" => Ids.Cell(random, column.Type, 8),
        _ => RandomCells.Cell(random, column.Type),
    };

    private static JsonObject Record(TableSchema table, object[] cells, ulong sequence)
    {
        JsonObject record = new() { ["observedTimeUnixNano"] = "1700000000000000000", ["eventName"] = "random" };
        JsonArray attributes = [Expected.Attribute("log.record.uid", Expected.String(string.Create(CultureInfo.InvariantCulture, $"machine/source/1700000000000000000/{sequence}")))];
        var time = table.Ordinal("time") >= 0 ? table.Ordinal("time") : table.Columns.ToList().FindIndex(column => column.Type.Kind == ColumnKind.Time);
        for (var i = 0; i < cells.Length; i++)
        {
            var column = table.Columns[i];
            var values = Expected.Attributes(column, cells[i], UnixOffset, keepsEmpty: false);
            switch (column.Name)
            {
                case var _ when i == time:
                    record["timeUnixNano"] = ((long)cells[i] + UnixOffset).ToString(CultureInfo.InvariantCulture);
                    break;
                case "message" when values.Any():
                    record["body"] = Expected.Value(column.Type, cells[i], UnixOffset);
                    break;
                case "message":
                    break;
                case "level" when System.Text.Encoding.UTF8.GetString((byte[])cells[i]) is { Length: > 0 } level:
                    record["severityText"] = level;
                    if (Numbers[Array.IndexOf(Levels, level)] is > 0 and var number)
                        record["severityNumber"] = number;
                    break;
                case "trace_id" when Ids.Read(column.Type, (byte[])cells[i], 16) is { } id:
                    record["traceId"] = Convert.ToBase64String(id);
                    break;
                case "span_id" when Ids.Read(column.Type, (byte[])cells[i], 8) is { } id:
                    record["spanId"] = Convert.ToBase64String(id);
                    break;
                default:
                    foreach (var value in values)
                        attributes.Add(value);
                    break;
            }
        }

        record["attributes"] = attributes;
        return record;
    }
}
