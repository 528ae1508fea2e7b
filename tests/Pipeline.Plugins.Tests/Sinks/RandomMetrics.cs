using Pipeline.Plugins.Tests.Support;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Metric tables of any columns, and readings with any cells.</summary>
internal static class RandomMetrics
{
    private static readonly string?[] Headings = [null, "", "I/O", "日本語(ms)", "A VERY LONG HEADING INDEED (KiB)"];

    public static TableSchema Schema(Random random, string name)
    {
        var every = EveryType.Schema.Columns;
        var columns = Enumerable.Range(0, 1 + random.Next(10)).Select(i =>
        {
            var type = random.Next(4) == 0 ? ColumnType.ExplicitHistogram([.. Enumerable.Range(0, 1 + random.Next(30)).Select(b => Math.Pow(2, b) * (1 + random.NextDouble()))]) : every[random.Next(every.Length)].Type;
            return new ColumnSchema($"c{i}", type)
            {
                Instrument = random.Next(2) == 0 ? null : (Instrument)random.Next(3),
                Temporality = (Temporality)random.Next(2),
                Unit = random.Next(3) switch { 0 => "ns", 1 => "By", _ => null },
                Heading = Headings[random.Next(Headings.Length)],
            };
        }).ToList();
        if (random.Next(3) > 0)
            columns.Insert(random.Next(columns.Count), new ColumnSchema("time", ColumnType.Time));
        var start = random.Next(2) == 0;
        if (start)
            columns.Insert(random.Next(columns.Count), new ColumnSchema("start_time", ColumnType.Time));
        return new TableSchema(name, TableKind.Metric, [.. columns]) { StartTimeColumn = start ? "start_time" : null };
    }

    public static RecordBatch Reading(Random random, TableSchema table, int second)
    {
        var rows = random.Next(40);
        object[][] cells = [.. table.Columns.Select(column => Enumerable.Range(0, rows).Select(_ => column.Name == "time" ? (Int128)(second * Figures.Second) : Cell(column, random)).ToArray())];
        return ScatteredBatch.Make(table, cells, rows, Samples.Arena, random, unixOffset: Samples.Noon);
    }

    /// <summary>A histogram of some values, far apart or not.</summary>
    public static byte[] Values(Random random, ColumnType type)
    {
        var target = new byte[HistogramMerge.TargetSize(type)];
        HistogramMerge.Begin(target, type);
        for (var i = random.Next(5); i > 0; i--)
        {
            var value = Math.Pow(10, random.Next(-3, 4)) * random.NextDouble();
            var totals = new HistogramTotals(1, value, value, value);
            var cell = new byte[HistogramCell.SizeOf(type.Bounds.IsEmpty ? 1 : type.Bounds.Length + 1)];
            if (type.Bounds.IsEmpty)
            {
                var scale = random.Next(-2, 9);
                HistogramCell.Write(cell, totals, [1], scale, ExponentialBucket.IndexOf(value, scale));
            }
            else
            {
                var counts = new ulong[type.Bounds.Length + 1];
                var bucket = type.Bounds.ToList().FindIndex(bound => value <= bound);
                counts[bucket < 0 ? ^1 : bucket] = 1;
                HistogramCell.Write(cell, totals, counts);
            }

            HistogramMerge.Add(target, ReadHistogram(cell, type));
        }

        return target;
    }

    public static HistogramCell ReadHistogram(byte[] cell, ColumnType type) =>
        HistogramCell.TryRead(cell, type, out var histogram) ? histogram : throw new InvalidOperationException("no histogram");

    private static object Cell(ColumnSchema column, Random random) => column.Type.Kind == ColumnKind.Histogram && random.Next(3) > 0
        ? Values(random, column.Type)
        : EveryType.Cell(column.Type, random);
}
