using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>What a path of the API is about.</summary>
/// <param name="Type">Of which type.</param>
/// <param name="Namespace">Null: of all, or the type has none.</param>
/// <param name="Name">Null: of all.</param>
/// <param name="Part">A part of the object that has a path of its own; empty: the whole.</param>
internal sealed record ObjectPath(ResourceType Type, string? Namespace, string? Name, string Part)
{
    /// <summary>Null where it is no path of objects that the server keeps.</summary>
    public static ObjectPath? Parse(string path)
    {
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        return steps switch
        {
            ["api", var version, .. var rest] => Rest("", version, rest),
            ["apis", var group, var version, .. var rest] => Rest(group, version, rest),
            _ => null,
        };
    }

    private static ObjectPath? Rest(string group, string version, string[] rest) => rest switch
    {
        ["namespaces", var within, var plural] when Find(group, version, plural, true) is { } type => new(type, within, null, ""),
        ["namespaces", var within, var plural, var name] when Find(group, version, plural, true) is { } type => new(type, within, name, ""),
        ["namespaces", var within, var plural, var name, var part] when Find(group, version, plural, true) is { } type => new(type, within, name, part),
        [var plural] when ResourceType.Find(group, version, plural) is { } type => new(type, null, null, ""),
        [var plural, var name] when Find(group, version, plural, false) is { } type => new(type, null, name, ""),
        [var plural, var name, var part] when Find(group, version, plural, false) is { } type => new(type, null, name, part),
        _ => null,
    };

    private static ResourceType? Find(string group, string version, string plural, bool isNamespaced) =>
        ResourceType.Find(group, version, plural) is { } type && type.IsNamespaced == isNamespaced ? type : null;
}
