namespace Pipeline.Benchmarks.Runs;

/// <summary>The published red on one thread: HTTP requests of servers alone, and told by both ends, which the map makes one.</summary>
internal sealed class RedMeasurement : IMeasurement
{
    private const int Rounds = 3;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    public string Name => "red";

    public Task MeasureAsync(FigureTable figures)
    {
        for (var round = 0; round < Rounds; round++)
        {
            Measure(figures, "red, requests of servers", bothEnds: false);
            Measure(figures, "red, requests told by both ends", bothEnds: true);
        }

        return Task.CompletedTask;
    }

    private static void Measure(FigureTable figures, string what, bool bothEnds)
    {
        var emitter = new ReleasingEmitter();
        var batches = CallRows.Build(emitter.Arena, bothEnds);
        var transform = PublishedTransform.Build("Red", CallRows.Table);
        PublishedTransform.RowsASecond(transform, batches, emitter, Warming);
        figures.Of(what, "M rows/s").Add(PublishedTransform.RowsASecond(transform, batches, emitter, Time) / 1e6);
        (transform as IDisposable)?.Dispose();
        foreach (var batch in batches)
            batch.Release();
    }
}
