using Pipeline.Host.Ledger;

namespace Pipeline.Host.Plugins;

/// <summary>A plugin folder that can be used, as its plugin.toml tells.</summary>
internal sealed record PluginManifest(string Name, ComponentKind Kind, string Directory, string AssemblyPath);
