using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Host.Plugins;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The protocols transform as it is published.</summary>
internal static class PublishedProtocols
{
    /// <param name="table">What it reads.</param>
    /// <param name="memory">Its option of that name; null: what it is by itself.</param>
    internal static ITransform Build(TableSchema table, ByteSize? memory = null)
    {
        var manifest = PluginManifestFile.Read(Path.Combine(Place.Installation, "plugins", "Pipeline.Transforms.Protocols"), out var problem)
            ?? throw new InvalidOperationException(problem);
        var type = PluginType.Load(manifest, collectible: false);
        var options = Activator.CreateInstance(type.Options)!;
        if (memory is { } bound)
            type.Options.GetProperty("Memory")!.SetValue(options, bound);
        var context = new ComponentContext("measured", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System));
        var transform = (ITransform)type.Build(options, context);
        transform.Bind([table]);
        return transform;
    }
}
