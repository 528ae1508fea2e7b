using Pipeline.Host.Ledger;

namespace Pipeline.Host.Plugins;

/// <summary>The plugins there are: one folder each below the host's own plugins folder and those the configuration adds.</summary>
internal sealed class PluginCatalog
{
    private readonly List<PluginManifest> _plugins = [];

    private PluginCatalog()
    {
    }

    /// <summary>By kind and name.</summary>
    public IEnumerable<PluginManifest> Plugins => _plugins.OrderBy(p => p.Kind).ThenBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>Folders that cannot be used, and why.</summary>
    public List<string> Problems { get; } = [];

    public static PluginCatalog Scan(IEnumerable<string> roots)
    {
        var catalog = new PluginCatalog();
        foreach (var root in roots)
            catalog.ScanRoot(root);
        return catalog;
    }

    public PluginManifest? Find(ComponentKind kind, string name) => _plugins.Find(p => p.Kind == kind && p.Name == name);

    public IEnumerable<string> NamesOf(ComponentKind kind) => Plugins.Where(p => p.Kind == kind).Select(p => p.Name);

    private void ScanRoot(string root)
    {
        if (!Directory.Exists(root))
        {
            Problems.Add($"{root}: no such folder");
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (!File.Exists(Path.Combine(folder, PluginManifestFile.FileName)))
                Problems.Add($"{folder}: has no {PluginManifestFile.FileName}");
            else if (PluginManifestFile.Read(folder, out var problem) is not { } plugin)
                Problems.Add(problem!);
            else if (Find(plugin.Kind, plugin.Name) is { } first)
                Problems.Add($"{folder}: the {plugin.Kind} '{plugin.Name}' is already in {first.Directory}; this one is ignored");
            else
                _plugins.Add(plugin);
        }
    }
}
