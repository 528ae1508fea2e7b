using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Ledger;
using Pipeline.Host.Plugins;

namespace Pipeline.Host.Configuration;

/// <summary>Reads the keys of each component: those that all have, and its plugin's own.</summary>
internal sealed class ComponentBinder(PipelineConfig config, PluginCatalog catalog, PluginLoader loader, List<Diagnostic> errors)
{
    private readonly OptionBinder _binder = new(new Substitution(Environment.GetEnvironmentVariable), errors);

    public IReadOnlyList<BoundComponent> BindAll() => [.. config.Components.Select(Bind)];

    /// <summary>The record with the keys that every component of a kind has.</summary>
    public static Type KeysOf(ComponentKind kind) => kind switch
    {
        ComponentKind.Source => typeof(ComponentKeys),
        ComponentKind.Transform => typeof(TransformKeys),
        _ => typeof(SinkKeys),
    };

    private BoundComponent Bind(ComponentConfig component)
    {
        var keysType = KeysOf(component.Kind);
        var keys = _binder.Bind(keysType, component.Table, component.Key.Span, component.Path) as ComponentKeys;
        var plugin = PluginOf(component, keys);
        object? options = null;
        if (plugin is not null)
        {
            var known = OptionDescription.Of(keysType).Concat(OptionDescription.Of(plugin.Options)).Select(o => o.Name).ToArray();
            _binder.RejectUnknown(component.Table, component.Path, known);
            options = _binder.Bind(plugin.Options, component.Table, component.Key.Span, component.Path);
        }

        return new BoundComponent(component, keys, plugin, options, InputsOf(component, keys));
    }

    private PluginType? PluginOf(ComponentConfig component, ComponentKeys? keys)
    {
        // Keys in error may still name a plugin, whose own keys are then worth checking.
        if (!component.Table.TryGetValue("type", out var value) || value is not TomlString { Value: var name })
            return null;
        var path = $"{component.Path}.type";
        if (catalog.Find(component.Kind, keys?.Type ?? name) is not { } manifest)
        {
            errors.Add(new Diagnostic(value.Span, path, UnknownType(component.Kind, name), Nearest(component.Kind, name)));
            return null;
        }

        try
        {
            return loader.Load(manifest, keys?.HotSwap ?? false);
        }
        catch (PluginLoadException e)
        {
            errors.Add(new Diagnostic(value.Span, path, e.Message));
            return null;
        }
    }

    private string UnknownType(ComponentKind kind, string name)
    {
        var kindName = SnakeCase.From(kind.ToString());
        var elsewhere = catalog.Plugins.Where(p => p.Name == name).Select(p => SnakeCase.From(p.Kind.ToString())).ToArray();
        var unusable = catalog.Problems.FirstOrDefault(p => p.Contains($"/{name}/", StringComparison.OrdinalIgnoreCase) || p.Contains($"/{name}:", StringComparison.OrdinalIgnoreCase));
        var hint = elsewhere.Length > 0 ? $"; '{name}' is a {string.Join(" and a ", elsewhere)}"
            : unusable is not null ? $"; its folder cannot be used: {unusable}"
            : "";
        return $"there is no {kindName} of this type (got {TomlText.Quote(name)}, expected one of {string.Join(", ", catalog.NamesOf(kind))}){hint}";
    }

    private string? Nearest(ComponentKind kind, string name) =>
        Suggestions.Nearest(name, catalog.NamesOf(kind)) is { } nearest ? TomlText.Quote(nearest) : null;

    // Beside another mistake a variable stays unresolved; what it would have named is not known.
    private static string? Unresolved(TomlValue item) =>
        item is TomlString { Value: var text } && !text.Contains("${", StringComparison.Ordinal) ? text : null;

    private static IReadOnlyList<InputReference> InputsOf(ComponentConfig component, ComponentKeys? keys)
    {
        // From the array itself for its places; the bound list has variables resolved, one entry each.
        if (!component.Table.TryGetValue("inputs", out var value) || value is not TomlArray { Items: var items })
            return [];
        var resolved = keys is SubscriberKeys { Inputs: var inputs } && inputs.Count == items.Count ? inputs : null;
        return
        [
            .. items.Select((item, i) => (item, text: resolved?[i] ?? Unresolved(item), i))
                .Where(x => x.text is not null)
                .Select(x => InputReference.Parse(x.text!, x.item.Span, $"{component.Path}.inputs[{x.i}]")),
        ];
    }
}
