namespace Pipeline.Host.Plugins;

/// <summary>
/// Loads plugins once each; a <c>hot_swap</c> component gets a collectible context of its own, which <see cref="Unload"/> lets go.
/// </summary>
internal sealed class PluginLoader
{
    private readonly Dictionary<PluginManifest, PluginType> _plain = [];
    private readonly List<PluginType> _collectible = [];

    /// <exception cref="PluginLoadException">The plugin cannot be used.</exception>
    public PluginType Load(PluginManifest plugin, bool hotSwap)
    {
        if (hotSwap)
        {
            var own = PluginType.Load(plugin, collectible: true);
            _collectible.Add(own);
            return own;
        }

        if (!_plain.TryGetValue(plugin, out var type))
            _plain.Add(plugin, type = PluginType.Load(plugin, collectible: false));
        return type;
    }

    /// <summary>Lets the collectible contexts go: they are collected once nobody refers to their instances.</summary>
    /// <returns>Weak references by which that can be seen.</returns>
    public IReadOnlyList<WeakReference> Unload()
    {
        var contexts = _collectible.ConvertAll(t => new WeakReference(t.Context));
        foreach (var type in _collectible)
            type.Context.Unload();
        _collectible.Clear();
        return contexts;
    }
}
