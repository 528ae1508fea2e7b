using Pipeline.Plugins.Tests.Support;
using Pipeline.Text;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>What encoding costs the managed heap.</summary>
public class AllocationTests
{
    private const int Rows = 300;

    [Fact]
    public void Rows_of_any_type_are_encoded_without_allocation()
    {
        var random = Fuzz.Random(5);
        List<ColumnSchema> columns = [new("time", ColumnType.Time), new("level", ColumnType.Utf8), new("trace_id", ColumnType.Utf8), new("traceparent", ColumnType.Utf8), new("attributes", ColumnType.Map), new("took", ColumnType.Duration)];
        for (var i = 0; columns.Select(column => column.Type.Kind).Distinct().Count() < 22; i++)
            columns.Add(RandomCells.Column(random, i));
        var metric = columns.Append(new("n", ColumnType.U64) { Instrument = Instrument.Counter }).Append(new("e", ColumnType.ExponentialHistogram) { Instrument = Instrument.Histogram })
            .Append(new("h", ColumnType.ExplicitHistogram([1, 10])) { Instrument = Instrument.Histogram });
        TableSchema[] tables =
        [
            new("logs", TableKind.Event, [.. columns]),
            new("spans", TableKind.Span, [.. columns]) { Span = new SpanColumns("time", "took", "level", "level") },
            new("metrics", TableKind.Metric, [.. metric]),
        ];
        // Each row of another pod, and all of no pod.
        foreach (var table in tables.Concat(tables.Select(table => new TableSchema(table.Name, table.Kind, [.. table.Columns.Take(6), .. table.Columns.TakeLast(3), new("pod", ColumnType.Utf8) { OfResource = true }]) { Span = table.Span })))
        {
            using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
            var batch = Build(random, table);
            var json = new ByteBuffer(1 << 20);
            void Encode(bool asJson)
            {
                encoder.Append(batch);
                Assert.True(encoder.RequestOf(table).Written.Length > Rows);
                if (asJson)
                    encoder.RequestOf(table).WriteJson(json);
                json.Clear();
                encoder.Clear();
            }

            // Twice: buffers grow to what they need, and code is compiled.
            for (var round = 0; round < 2; round++)
                Encode(asJson: true);
            Assert.InRange(
                Allocated.By(() =>
                {
                    Encode(asJson: true);
                    Encode(asJson: false);
                }) / (2.0 * Rows),
                0,
                1);
            batch.Release();
        }
    }

    private static RecordBatch Build(Random random, TableSchema table)
    {
        using var rows = new Rows(table);
        for (var row = 0; row < Rows; row++)
            rows.Add([.. table.Columns.Select(column => column.Type.Kind == ColumnKind.Histogram ? Distribution.Random(random, column.Type).Cell() : Expected.Raw(RandomCells.Cell(random, column.Type)))]);
        return rows.Build();
    }
}
