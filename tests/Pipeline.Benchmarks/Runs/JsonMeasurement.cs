using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Sinks.Stdout;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The stdout sink's JSON lines on one thread, into nothing.</summary>
internal sealed class JsonMeasurement : IMeasurement
{
    private const int Rounds = 7;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    public string Name => "json";

    public async Task MeasureAsync(FigureTable figures)
    {
        var context = new ComponentContext("json", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System));
        var output = new CountingOutput();
        using var sink = new StdoutSink(new StdoutOptions { Format = StdoutFormat.Json }, context, () => output);
        sink.Bind([SampleRows.Table]);
        var batch = SampleRows.Build(new Arena(64 << 20));
        // The first round is the compiler's.
        for (var round = 0; round <= Rounds; round++)
        {
            var (start, written, rows) = (Stopwatch.GetTimestamp(), output.Written, 0L);
            for (; Stopwatch.GetElapsedTime(start) < Time; rows += batch.Rows)
                await sink.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (round == 0)
                continue;
            figures.Of("JSON lines of six columns", "M rows/s").Add(rows / seconds / 1e6);
            figures.Of("JSON lines of six columns", "MB/s").Add((output.Written - written) / seconds / 1e6);
        }
    }
}
