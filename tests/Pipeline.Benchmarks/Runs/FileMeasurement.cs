using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Sinks.File;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The file sink on one thread, into the page cache, rotation included.</summary>
internal sealed class FileMeasurement : IMeasurement
{
    private const int Rounds = 5;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    public string Name => "file";

    public async Task MeasureAsync(FigureTable figures)
    {
        await MeasureAsync(figures, "JSON lines to a file", new() { Path = "" }).ConfigureAwait(false);
        await MeasureAsync(figures, "JSON lines to a gzip file", new() { Path = "", Compression = FileCompression.Gzip }).ConfigureAwait(false);
        await MeasureAsync(figures, "CSV to a file", new() { Path = "", Format = FileFormat.Csv }).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(FigureTable figures, string row, FileSinkOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-benchmark-");
        try
        {
            var context = new ComponentContext("file", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System));
            using var sink = new FileSink(options with { Path = Path.Combine(folder.FullName, "rows"), MaxSize = new ByteSize(256 << 20), Keep = 1 }, context);
            sink.Bind([SampleRows.Table]);
            var batch = SampleRows.Build(new Arena(64 << 20));
            // The first round is the compiler's.
            for (var round = 0; round <= Rounds; round++)
            {
                var (start, rows) = (Stopwatch.GetTimestamp(), 0L);
                for (; Stopwatch.GetElapsedTime(start) < Time; rows += batch.Rows)
                    if (await sink.WriteAsync([batch], CancellationToken.None).ConfigureAwait(false) != Outcome.Delivered)
                        throw new InvalidOperationException($"{folder} has no room for what is measured");
                if (round > 0)
                    figures.Of(row, "M rows/s").Add(rows / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
