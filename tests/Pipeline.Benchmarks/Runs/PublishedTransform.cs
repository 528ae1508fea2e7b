using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Host.Plugins;

namespace Pipeline.Benchmarks.Runs;

/// <summary>A transform of the installation, fed on one thread.</summary>
internal static class PublishedTransform
{
    /// <summary>Loads it as the host does, and binds it to a table.</summary>
    internal static ITransform Build(string plugin, TableSchema table, params ReadOnlySpan<(string Option, object Value)> values)
    {
        var folder = Path.Combine(Place.Installation, "plugins", $"Pipeline.Transforms.{plugin}");
        var manifest = PluginManifestFile.Read(folder, out var problem) ?? throw new InvalidOperationException(problem);
        var type = PluginType.Load(manifest, collectible: false);
        var options = Activator.CreateInstance(type.Options)!;
        foreach (var (option, value) in values)
            type.Options.GetProperty(option)!.SetValue(options, value);
        var transform = (ITransform)type.Build(options, new ComponentContext("measured", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System)));
        transform.Bind([table]);
        return transform;
    }

    /// <summary>Feeds it the same batches again and again.</summary>
    internal static double RowsASecond(ITransform transform, RecordBatch[] batches, ReleasingEmitter emitter, TimeSpan time)
    {
        var (start, rows) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            foreach (var batch in batches)
            {
                transform.Process(batch, emitter);
                emitter.Tally.Clear();
                rows += batch.Rows;
            }
        }

        return rows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
