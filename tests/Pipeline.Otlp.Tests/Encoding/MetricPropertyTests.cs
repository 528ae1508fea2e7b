using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Random metric tables with random rows, point by point as the decoder sees them.</summary>
public class MetricPropertyTests
{
    private const int RowsATable = 20;
    private const long UnixOffset = 1_234_567_890_123;

    private static readonly ColumnType[] Numbers = [ColumnType.I8, ColumnType.I64, ColumnType.U64, ColumnType.F64, ColumnType.Duration, ColumnType.U32, ColumnType.Bool];

    [Fact]
    public async Task Every_point_of_every_row_arrives()
    {
        OtlpDecoder.MustBeThere();
        var random = Fuzz.Random(3);
        var (requests, expected) = (new List<OtlpDecoder.Forms>(), new List<JsonArray>());
        for (var rows = 0; rows < Fuzz.Rows; rows += RowsATable)
        {
            var table = Table(random);
            using var builder = new Rows(table);
            var all = Enumerable.Range(0, RowsATable).Select(_ => table.Columns.Select(column => Cell(random, column)).ToArray()).ToArray();
            foreach (var cells in all)
                builder.Add([.. cells.Select(Raw)]);
            using var encoder = new OtlpEncoder(new OtlpSettings { Time = new StoppedTime() }, [table]);
            var batch = builder.Build(unixOffset: UnixOffset);
            encoder.Append(batch);
            batch.Release();
            var request = encoder.RequestOf(table);
            Assert.Equal(0, encoder.Losses.UnreadableHistograms);
            Assert.Equal(RowsATable, request.Rows);
            JsonArray metrics = [.. Enumerable.Range(0, table.Columns.Length).Where(i => table.Columns[i].Instrument is not null).Select(i => Metric(table, i, all)).OfType<JsonNode>()];
            Assert.Equal(metrics.Sum(metric => metric!.AsObject().Select(field => field.Value).OfType<JsonObject>().Single()["dataPoints"]!.AsArray().Count), request.Items);
            if (request.Items == 0)
                continue;
            requests.Add(OtlpDecoder.Forms.Of(request));
            expected.Add(metrics);
        }

        var decoded = await OtlpDecoder.DecodeAsync(requests);
        for (var i = 0; i < decoded.Length; i++)
            Same.Items(expected[i], decoded[i]["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"]!.AsArray());
    }

    private static object Raw(object cell) => cell is Distribution histogram ? histogram.Cell() : Expected.Raw(cell);

    private static TableSchema Table(Random random)
    {
        List<ColumnSchema> columns = [.. Enumerable.Range(0, random.Next(0, 5)).Select(i => RandomCells.Column(random, i)).Where(column => column.Type.Kind != ColumnKind.Time)];
        var values = random.Next(1, 5);
        for (var i = 0; i < values; i++)
            Insert(Value(random, $"value_{i}"));
        if (random.Next(2) == 0)
            Insert(new("time", ColumnType.Time));
        var hasStart = random.Next(2) == 0;
        if (hasStart)
            Insert(new("since", ColumnType.Time));
        return new TableSchema("random", TableKind.Metric, [.. columns]) { StartTimeColumn = hasStart ? "since" : null, Help = "Random figures." };

        void Insert(ColumnSchema column) => columns.Insert(random.Next(columns.Count + 1), column);
    }

    private static ColumnSchema Value(Random random, string name)
    {
        var bounds = Enumerable.Range(0, random.Next(1, 8)).Select(i => Math.Pow(10, i) * 1.5).ToImmutableArray();
        var column = random.Next(4) switch
        {
            0 => new ColumnSchema(name, ColumnType.ExplicitHistogram(bounds)) { Instrument = Instrument.Histogram },
            1 => new ColumnSchema(name, ColumnType.ExponentialHistogram) { Instrument = Instrument.Histogram },
            2 => new ColumnSchema(name, Numbers[random.Next(Numbers.Length)]) { Instrument = Instrument.Counter },
            _ => new ColumnSchema(name, Numbers[random.Next(Numbers.Length)]) { Instrument = Instrument.Gauge },
        };
        return column with
        {
            Unit = random.Next(2) == 0 ? "By" : null,
            Help = random.Next(2) == 0 ? $"What {name} says." : null,
            Temporality = random.Next(2) == 0 ? Temporality.Delta : Temporality.Cumulative,
            Attribute = random.Next(4) == 0 ? $"system.{name}" : null,
        };
    }

    private static object Cell(Random random, ColumnSchema column) =>
        column.Type.Kind != ColumnKind.Histogram ? RandomCells.Cell(random, column.Type)
        : random.Next(5) == 0 ? Array.Empty<byte>()
        : Distribution.Random(random, column.Type);

    private static JsonObject? Metric(TableSchema table, int ordinal, object[][] rows)
    {
        var column = table.Columns[ordinal];
        JsonArray points = [.. rows.Select(row => Point(table, ordinal, row)).OfType<JsonNode>()];
        if (points.Count == 0)
            return null;
        var isOnly = table.Columns.Count(other => other.Instrument is not null) == 1;
        JsonObject metric = new()
        {
            ["name"] = column.Attribute ?? (isOnly ? "random" : $"random.{column.Name}"),
            ["description"] = column.Help ?? "Random figures.",
        };
        if (column.Unit is not null)
            metric["unit"] = column.Unit;
        JsonObject data = new() { ["dataPoints"] = points };
        if (column.Instrument != Instrument.Gauge)
            data["aggregationTemporality"] = column.Temporality == Temporality.Delta ? 1 : 2;
        if (column.Instrument == Instrument.Counter)
            data["isMonotonic"] = true;
        metric[(column.Instrument, column.Type.Bounds.IsEmpty) switch
        {
            (Instrument.Gauge, _) => "gauge",
            (Instrument.Counter, _) => "sum",
            (_, true) => "exponentialHistogram",
            _ => "histogram",
        }] = data;
        return metric;
    }

    private static JsonObject? Point(TableSchema table, int ordinal, object[] cells)
    {
        var column = table.Columns[ordinal];
        JsonObject point = [];
        if (cells[ordinal] is Distribution histogram)
            histogram.Fill(point, column.Type);
        else if (column.Instrument == Instrument.Histogram)
            return null;
        else
            Number(point, column.Type, cells[ordinal]);
        var time = table.Ordinal("time") is >= 0 and var i ? (long)cells[i] + UnixOffset : 1_700_000_000_000_000_000;
        point["timeUnixNano"] = time.ToString(CultureInfo.InvariantCulture);
        var start = table.StartTimeColumn is not null ? (long)cells[table.Ordinal("since")] + UnixOffset
            : column.Temporality == Temporality.Cumulative ? Rows.Origin.Epoch
            : 0;
        if (column.Instrument != Instrument.Gauge && start > 0 && start <= time)
            point["startTimeUnixNano"] = start.ToString(CultureInfo.InvariantCulture);
        JsonArray attributes = [.. Enumerable.Range(0, cells.Length)
            .Where(label => table.Columns[label].Instrument is null && table.Columns[label].Type.Kind != ColumnKind.Time)
            .SelectMany(label => Expected.Attributes(table.Columns[label], cells[label], UnixOffset, keepsEmpty: true))];
        if (attributes.Count > 0)
            point["attributes"] = attributes;
        return point;
    }

    private static void Number(JsonObject point, ColumnType type, object cell)
    {
        if (cell is double number)
            point["asDouble"] = Expected.Number(number);
        else if (type.Kind == ColumnKind.U64 && (long)cell < 0)
            point["asDouble"] = Expected.Number((ulong)(long)cell);
        else
            point["asInt"] = Convert.ToInt64(cell, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }
}
