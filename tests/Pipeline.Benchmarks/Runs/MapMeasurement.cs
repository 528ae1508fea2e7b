using System.Diagnostics;
using Pipeline.Bpf;
using Pipeline.Bpf.Maps;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Maps of 100,000 keys, read into batches that are let go of: many entries a system call, and one by one.</summary>
internal sealed class MapMeasurement : IMeasurement
{
    private const int Keys = 100_000;
    private const int Rounds = 9;

    public string Name => "maps";

    public Task MeasureAsync(FigureTable figures)
    {
        var settings = new BpfSettings { MaxSeries = Keys, Options = new Dictionary<string, object> { ["pid"] = (long)Environment.ProcessId } };
        using var loaded = BpfObject.Attach(BpfObjectSpec.Read(Place.Series), settings);
        Flood.MakeSeries(Keys);
        loaded.Detach();
        Measure(figures, loaded, "many", "a counter");
        Measure(figures, loaded, "shared", "a counter, a histogram of 27 slots");
        Measure(figures, loaded, "spread", $"a counter, a gauge, a histogram of 20 slots, each on {Environment.ProcessorCount} CPUs");
        return Task.CompletedTask;
    }

    private static void Measure(FigureTable figures, BpfObject loaded, string table, string what)
    {
        var map = loaded.Metrics.Single(m => m.Spec.Schema.Name == table);
        using var batched = new MetricReader(map);
        using var single = new MetricReader(map, inBatches: false);
        var emitter = new ReleasingEmitter();
        // Once for the compiler, which wants to see the loop run.
        for (var i = 0; i < 3; i++)
        {
            Read(batched, emitter);
            Read(single, emitter);
        }

        var name = $"map of {Keys:N0} keys ({what})";
        for (var round = 0; round < Rounds; round++)
        {
            var (fast, allocated) = Read(batched, emitter);
            var (slow, allocatedSingly) = Read(single, emitter);
            figures.Of($"{name}, in batches", "ns/entry").Add(fast);
            figures.Of($"{name}, one by one", "ns/entry").Add(slow);
            figures.Of($"{name}, one by one / in batches", "x").Add(slow / fast);
            figures.Of($"{name}, in batches: allocated", "B/entry").Add(allocated);
            figures.Of($"{name}, one by one: allocated", "B/entry").Add(allocatedSingly);
        }
    }

    private static (double Nanoseconds, double Bytes) Read(MetricReader reader, ReleasingEmitter emitter)
    {
        var (rows, sequence) = (emitter.Rows, 0UL);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        while (reader.Read(emitter, ref sequence))
            continue;
        var time = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return emitter.Rows - rows == Keys
            ? (time / Keys, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)Keys)
            : throw new InvalidOperationException($"{emitter.Rows - rows} of {Keys} entries were read");
    }
}
