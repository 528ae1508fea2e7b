using YamlDotNet.RepresentationModel;

namespace Pipeline.Transforms.Kubernetes.Api.Access.Config;

/// <summary>A mapping in a kubeconfig, with its place for errors.</summary>
internal sealed class ConfigNode(YamlMappingNode node, string file, string path)
{
    /// <summary>The file's name and the node's place in it, for people.</summary>
    public string Place => path.Length == 0 ? file : $"{file}: {path}";

    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text; null where there is none or it is empty.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => string.IsNullOrEmpty(scalar.Value) ? null : scalar.Value,
        var other => throw Wrong(key, "a text", other),
    };

    /// <summary>A text that has to be there.</summary>
    public string Required(string key) => Text(key) ?? throw new UnavailableException($"{Place}: '{key}' is missing");

    public bool Flag(string key) => Text(key) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw new UnavailableException($"{Place}.{key}: expected true or false (got '{other}')"),
    };

    /// <summary>A mapping that has to be there.</summary>
    public ConfigNode Inner(string key) => Find(key) switch
    {
        null => throw new UnavailableException($"{Place}: '{key}' is missing"),
        YamlMappingNode inner => new ConfigNode(inner, file, Joined(key)),
        var other => throw Wrong(key, "a mapping", other),
    };

    /// <summary>Of a list of mappings the one with this name.</summary>
    public ConfigNode Named(string list, string name)
    {
        List<string> names = [];
        switch (Find(list))
        {
            case null:
                break;
            case YamlSequenceNode sequence:
                foreach (var child in sequence.Children.OfType<YamlMappingNode>())
                {
                    var named = new ConfigNode(child, file, $"{Joined(list)}[{name}]");
                    if (named.Text("name") == name)
                        return named;
                    names.Add(named.Text("name") ?? "");
                }

                break;
            case var other:
                throw Wrong(list, "a list", other);
        }

        throw new UnavailableException($"{Place}: there is no '{name}' in '{list}' ({(names.Count == 0 ? "it is empty" : "there is " + string.Join(", ", names))})");
    }

    private YamlNode? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: null or "null" or "~", Style: YamlDotNet.Core.ScalarStyle.Plain } ? value : null;

    private string Joined(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private UnavailableException Wrong(string key, string expected, YamlNode got) =>
        new($"{file}:{got.Start.Line}:{got.Start.Column}: {Joined(key)}: expected {expected}");
}
