using System.Diagnostics;
using Pipeline.Otlp;
using Pipeline.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Rows into export requests of OTLP on one thread, into nothing: each batch a request.</summary>
internal sealed class OtlpMeasurement : IMeasurement
{
    private const int Rounds = 5;
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(500);

    public string Name => "otlp_encode";

    public Task MeasureAsync(FigureTable figures)
    {
        var arena = new Arena(64 << 20);
        (string What, RecordBatch Batch)[] batches =
        [
            ("OTLP logs of six columns", SampleRows.Build(arena)), ("OTLP logs of JSON records of 300 bytes", OtlpRows.Records(arena)),
            ("OTLP spans of seven columns", OtlpRows.Spans(arena)), ("OTLP metrics, a counter and a histogram a row", OtlpRows.Figures(arena)),
        ];
        (string What, RecordBatch Batch)[] ofPods =
        [
            .. new (string How, Func<int, int> Pod)[] { ("of 200 pods, 20 rows of each in a row", row => row / 20 % PodColumns.Pods), ("of 200 pods in turns", row => row % PodColumns.Pods) }.SelectMany(pods => new[]
            {
                ($"OTLP logs {pods.How}", SampleRows.Build(arena, pods.Pod)), ($"OTLP spans {pods.How}", OtlpRows.Spans(arena, pods.Pod)),
                ($"OTLP metrics {pods.How}", OtlpRows.Figures(arena, pods.Pod)),
            }),
        ];
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (what, batch) in batches)
            {
                Measure(figures, what, batch, json: null);
                Measure(figures, $"{what}, as JSON", batch, new ByteBuffer(1 << 20));
            }

            foreach (var (what, batch) in ofPods)
                Measure(figures, what, batch, json: null);
        }

        foreach (var (_, batch) in batches.Concat(ofPods))
            batch.Release();
        return Task.CompletedTask;
    }

    private static void Measure(FigureTable figures, string what, RecordBatch batch, ByteBuffer? json)
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), [batch.Schema]);
        Repeat(encoder, batch, json, out _);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var before = Environment.CpuUsage.TotalTime;
        var rows = Repeat(encoder, batch, json, out var bytes);
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        figures.Of(what, "M rows/CPU-s").Add(rows / seconds / 1e6);
        figures.Of(what, "MB/CPU-s").Add(bytes / seconds / 1e6);
        figures.Of(what, "bytes a row").Add(bytes / (double)rows);
        figures.Of(what, "bytes allocated a row", "< 1").Add((GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)rows);
    }

    private static long Repeat(OtlpEncoder encoder, RecordBatch batch, ByteBuffer? json, out long bytes)
    {
        var (start, rows) = (Stopwatch.GetTimestamp(), 0L);
        var request = encoder.RequestOf(batch.Schema);
        for (bytes = 0; Stopwatch.GetElapsedTime(start) < Time; rows += batch.Rows)
        {
            encoder.Append(batch);
            if (json is null)
            {
                bytes += request.Written.Length;
            }
            else
            {
                request.WriteJson(json);
                bytes += json.Length;
                json.Clear();
            }

            encoder.Clear();
        }

        return rows;
    }
}
