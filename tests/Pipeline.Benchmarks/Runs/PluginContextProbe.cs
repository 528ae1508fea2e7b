using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Host.Plugins;

namespace Pipeline.Benchmarks.Runs;

/// <summary>
/// The published filter in one kind of load context, in a process that has loaded it nowhere else. Prints milliseconds from loading to the first batch's end, then
/// rows a second.
/// </summary>
internal static class PluginContextProbe
{
    internal const string Plain = "plain";
    internal const string HotSwap = "hot_swap";

    private const string Condition = "latency_ns > 1ms && comm == \"nginx\"";
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    internal static void Run(bool hotSwap)
    {
        var emitter = new ReleasingEmitter();
        var batch = SampleRows.Build(emitter.Arena);
        var folder = Path.Combine(Place.Installation, "plugins", "Pipeline.Transforms.Filter");
        var manifest = PluginManifestFile.Read(folder, out var problem) ?? throw new InvalidOperationException(problem);

        var start = Stopwatch.GetTimestamp();
        var filter = Build(manifest, hotSwap);
        filter.Process(batch, emitter);
        var load = Stopwatch.GetElapsedTime(start);

        Repeat(filter, batch, emitter, Warming);
        var rows = Repeat(filter, batch, emitter, Time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load.TotalMilliseconds} {rows}"));
    }

    private static ITransform Build(PluginManifest manifest, bool hotSwap)
    {
        var type = PluginType.Load(manifest, hotSwap);
        var options = Activator.CreateInstance(type.Options)!;
        type.Options.GetProperty("Condition")!.SetValue(options, Condition);
        var context = new ComponentContext("filter", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System));
        var filter = (ITransform)type.Build(options, context);
        filter.Bind([SampleRows.Table]);
        return filter;
    }

    private static double Repeat(ITransform filter, RecordBatch batch, ReleasingEmitter emitter, TimeSpan time)
    {
        var (start, batches) = (Stopwatch.GetTimestamp(), 0L);
        for (; Stopwatch.GetElapsedTime(start) < time; batches++)
        {
            filter.Process(batch, emitter);
            emitter.Tally.Clear();
        }

        return batches * batch.Rows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
