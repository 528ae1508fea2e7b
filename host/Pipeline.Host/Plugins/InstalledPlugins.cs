namespace Pipeline.Host.Plugins;

/// <summary>Every plugin that a configuration could use, loaded to prove it, and every folder that is of no use, with the reason.</summary>
internal sealed class InstalledPlugins
{
    private readonly List<(string Name, string Problem)> _unloadable = [];
    private readonly PluginCatalog _catalog;

    private InstalledPlugins(PluginCatalog catalog)
    {
        _catalog = catalog;
        var (usable, loader) = (new List<(PluginManifest, PluginType)>(), new PluginLoader());
        foreach (var manifest in catalog.Plugins)
        {
            try
            {
                usable.Add((manifest, loader.Load(manifest, hotSwap: false)));
            }
            catch (PluginLoadException e)
            {
                _unloadable.Add((manifest.Name, $"{manifest.Directory}: {e.Message}"));
            }
        }

        Usable = usable;
    }

    /// <summary>By kind and name.</summary>
    public IReadOnlyList<(PluginManifest Manifest, PluginType Type)> Usable { get; }

    /// <summary>What cannot be used, and why.</summary>
    public IReadOnlyList<string> Problems => [.. _catalog.Problems, .. _unloadable.Select(u => u.Problem)];

    public static InstalledPlugins Load(IEnumerable<string> roots) => new(PluginCatalog.Scan(roots));

    /// <summary>Why a plugin of this name is not among the usable ones; empty when there is no trace of it.</summary>
    public IEnumerable<string> ProblemsOf(string name) =>
        _unloadable.Where(u => u.Name == name).Select(u => u.Problem)
            .Concat(_catalog.Problems.Where(p => p.Contains($"/{name}/", StringComparison.OrdinalIgnoreCase) || p.Contains($"/{name}:", StringComparison.OrdinalIgnoreCase)));
}
