using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Configuration;

/// <summary>A component in the user's words.</summary>
internal sealed record ComponentConfig(ComponentKind Kind, TomlKey Key, TomlTable Table)
{
    public string Name => Key.Name;

    /// <summary>Dotted path of the component's table: <c>sinks.prom</c>.</summary>
    public string Path => $"{Section(Kind)}.{TomlText.Key(Name)}";

    /// <summary>The table that holds components of a kind.</summary>
    public static string Section(ComponentKind kind) => kind switch
    {
        ComponentKind.Source => "sources",
        ComponentKind.Transform => "transforms",
        _ => "sinks",
    };
}
