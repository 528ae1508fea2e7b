namespace Pipeline.Benchmarks.Runs;

/// <summary>The published histogram, aggregate and select on one thread, by how many columns they group and how many groups there are.</summary>
internal sealed class TransformMeasurement : IMeasurement
{
    private const int Rounds = 3;

    private static readonly TimeSpan Warming = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(500);

    private static readonly string[][] By = [[], ["pid"], ["pid", "comm"]];

    private static readonly OptionTable Figures =
        new(new Dictionary<string, object> { ["ios"] = "count()", ["bytes"] = "sum(bytes)", ["worst"] = "max(latency_ns)" });

    public string Name => "transforms";

    public Task MeasureAsync(FigureTable figures)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var by in By)
                foreach (var groups in by.Length == 0 ? [1] : (int[])[10, 10_000])
                    Group(figures, by, groups);
            Measure(figures, "select, one column derived", 10, "Select", ("Columns", (string[])["*", "half_ns = latency_ns / 2"]));
        }

        return Task.CompletedTask;
    }

    private static void Group(FigureTable figures, string[] by, int groups)
    {
        var how = $"{groups} group{(groups == 1 ? "" : "s")} by {(by.Length == 0 ? "nothing" : string.Join(", ", by))}";
        foreach (var buckets in (string[])["exp2", "exponential"])
            Measure(figures, $"histogram, {buckets}, {how}", groups, "Histogram", ("Value", "latency_ns"), ("By", by), ("Buckets", buckets));
        Measure(figures, $"aggregate, count, sum and max, {how}", groups, "Aggregate", ("Values", Figures), ("By", by));
    }

    private static void Measure(FigureTable figures, string what, int groups, string plugin, params (string Option, object Value)[] options)
    {
        var emitter = new ReleasingEmitter();
        var batches = GroupedRows.Build(emitter.Arena, groups);
        var transform = PublishedTransform.Build(plugin, SampleRows.Table, options);
        PublishedTransform.RowsASecond(transform, batches, emitter, Warming);
        figures.Of(what, "M rows/s").Add(PublishedTransform.RowsASecond(transform, batches, emitter, Time) / 1e6);
        (transform as IDisposable)?.Dispose();
        foreach (var batch in batches)
            batch.Release();
    }
}
