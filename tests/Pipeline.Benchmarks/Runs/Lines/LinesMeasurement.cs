using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Lines;
using Pipeline.Sources.File;

namespace Pipeline.Benchmarks.Runs.Lines;

/// <summary>
/// JSON lines from a file in memory into rows, on one thread, against the framework's reader over the same bytes; and the rows out again as JSON. In CPU time of the process, which does nothing else.
/// </summary>
internal sealed class LinesMeasurement : IMeasurement
{
    private const int Lines = 200_000;
    private const int Rounds = 5;
    private const string What = "JSON lines of 300 bytes, ten fields";

    public string Name => "lines";

    public async Task MeasureAsync(FigureTable figures)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-lines-");
        try
        {
            var (bytes, file) = (JsonLines.Make(Lines), Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : folder.FullName, $"pipeline-lines-{Environment.ProcessId}"));
            await System.IO.File.WriteAllBytesAsync(file, bytes).ConfigureAwait(false);
            try
            {
                var arena = new Arena(64 << 20);
                // The first round is the compiler's.
                for (var round = 0; round <= Rounds; round++)
                {
                    var tokens = Time(() => FrameworkReading.Tokens(bytes));
                    var framework = Time(() => FrameworkReading.Rows(bytes, arena));
                    var open = await ReadAsync(file, folder.FullName, new FileSourceOptions { Paths = [file], Follow = false, Format = LineFormat.Json }).ConfigureAwait(false);
                    var declared = await ReadAsync(file, folder.FullName, Declared(file)).ConfigureAwait(false);
                    var text = await ReadAsync(file, folder.FullName, new FileSourceOptions { Paths = [file], Follow = false }).ConfigureAwait(false);
                    if (round == 0)
                        continue;
                    figures.Of($"{What}: framework's reader, tokens only", "us/row").Add(tokens * 1e6 / Lines);
                    figures.Of($"{What}: framework's reader, memory to rows", "us/row").Add(framework * 1e6 / Lines);
                    figures.Of($"{What}: file to rows, open", "us/row").Add(open.Seconds * 1e6 / Lines);
                    figures.Of($"{What}: file to rows, ten columns declared", "us/row").Add(declared.Seconds * 1e6 / Lines);
                    figures.Of($"{What}: file to rows, as text", "us/row").Add(text.Seconds * 1e6 / Lines);
                    figures.Of($"{What}: framework's reader, memory to rows / file to rows, open", "x", "> 1").Add(framework / open.Seconds);
                    figures.Of($"{What}: rows to JSON", "us/row").Add(open.JsonSeconds * 1e6 / Lines);
                    figures.Of($"{What}: allocated by reading", "bytes/row", "< 1").Add(open.Allocated / (double)Lines);
                }
            }
            finally
            {
                System.IO.File.Delete(file);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static FileSourceOptions Declared(string file) => new()
    {
        Paths = [file],
        Follow = false,
        Format = LineFormat.Json,
        TimeField = "ts",
        Columns = new OptionTable(new Dictionary<string, object>
        {
            ["level"] = "utf8", ["host"] = "utf8", ["service"] = "utf8", ["method"] = "utf8[8]", ["status"] = "u16", ["duration_ms"] = "f64", ["bytes"] = "u64",
            ["trace_id"] = "utf8", ["message"] = "utf8",
        }),
    };

    private static async Task<(double Seconds, double JsonSeconds, long Allocated)> ReadAsync(string file, string data, FileSourceOptions options)
    {
        var environment = new HostEnvironment("here", "/", TimeProvider.System) { DataDirectory = data };
        using var source = new FileSource(options, new ComponentContext("lines", NullLogger.Instance, environment));
        var emitter = new EncodingEmitter(source.Tables[0]);
        var (allocated, start) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        await source.RunAsync(emitter, CancellationToken.None).ConfigureAwait(false);
        var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        if (emitter.Rows != Lines)
            throw new InvalidOperationException($"{emitter.Rows} rows of {Lines} lines came out of {file}");
        return (seconds - emitter.Seconds, emitter.Seconds, allocated);
    }

    private static double Time(Action work)
    {
        var start = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }
}
