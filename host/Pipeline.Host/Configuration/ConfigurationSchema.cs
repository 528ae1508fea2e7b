using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Host.Ledger;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Configuration;

/// <summary>The JSON schema of configuration files, made from the declarations that the binder reads by: what it accepts, the schema accepts.</summary>
internal static class ConfigurationSchema
{
    /// <summary>For people: patterns and quotes as they are.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="plugins">The plugins that a configuration may name, with their options records.</param>
    public static JsonObject Of(IEnumerable<(PluginManifest Manifest, Type Options)> plugins)
    {
        var all = plugins.ToArray();
        var properties = new JsonObject { ["pipeline"] = RecordOf("What holds for the host as a whole.", OptionDescription.Of(typeof(HostSettings))) };
        var definitions = OptionSchema.Definitions();
        foreach (var kind in Enum.GetValues<ComponentKind>())
        {
            var branches = new JsonArray();
            foreach (var (manifest, options) in all.Where(p => p.Manifest.Kind == kind))
            {
                var name = $"{SnakeCase.From(kind.ToString())}_{manifest.Name}";
                definitions.Add(name, ComponentOf(manifest, options));
                branches.Add(OptionSchema.Reference(name));
            }

            properties.Add(ComponentConfig.Section(kind), SectionOf(branches));
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Pipeline configuration",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["$defs"] = definitions,
        };
    }

    private static JsonObject SectionOf(JsonArray branches) => new()
    {
        ["type"] = "object",
        // The host's own source of figures has the one name that is taken.
        ["propertyNames"] = new JsonObject { ["pattern"] = "^[A-Za-z0-9_-]+$", ["not"] = new JsonObject { ["const"] = "pipeline" } },
        // An empty oneOf is not a schema: without a plugin there can be no component.
        ["additionalProperties"] = branches.Count == 0 ? false : new JsonObject { ["oneOf"] = branches },
    };

    private static JsonObject ComponentOf(PluginManifest plugin, Type options)
    {
        var kind = SnakeCase.From(plugin.Kind.ToString());
        // A plugin may read a key that every component has; it is described once.
        var keys = OptionDescription.Of(ComponentBinder.KeysOf(plugin.Kind)).Concat(OptionDescription.Of(options)).DistinctBy(o => o.Name);
        var component = RecordOf($"The {kind} {plugin.Name}.", [.. keys]);
        component["properties"]!["type"] = new JsonObject { ["const"] = plugin.Name, ["description"] = $"The {kind} {plugin.Name}." };
        return component;
    }

    private static JsonObject RecordOf(string help, IReadOnlyList<OptionDescription> options)
    {
        var record = OptionSchema.RecordOf(options);
        record["description"] = help;
        return record;
    }
}
