using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.KubernetesServer.Types;

namespace Pipeline.KubernetesServer.Storage;

/// <summary>A state of an object. Nothing of it changes, also not the JSON: whoever wants another state copies it.</summary>
public sealed class StoredObject
{
    private readonly Lazy<byte[]> _json;
    private readonly Lazy<byte[]> _metadata;

    internal StoredObject(ResourceType type, JsonObject body)
    {
        (Type, Body) = (type, body);
        _json = new Lazy<byte[]>(() => JsonSerializer.SerializeToUtf8Bytes(body));
        _metadata = new Lazy<byte[]>(() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = Metadata.DeepClone(),
        }));
    }

    public ResourceType Type { get; }

    public JsonObject Body { get; }

    public JsonObject Metadata => (JsonObject)Body["metadata"]!;

    public string Name => Text("name");

    public string Namespace => Text("namespace");

    public string Uid => Text("uid");

    public long Version => long.Parse(Text("resourceVersion"), System.Globalization.CultureInfo.InvariantCulture);

    internal ObjectKey Key => new(Namespace, Name);

    /// <summary>As clients get it.</summary>
    internal byte[] Json => _json.Value;

    /// <summary>As clients get it that want no more than what it is called and by whom it is looked after.</summary>
    internal byte[] MetadataJson => _metadata.Value;

    /// <summary>A text by its path, such as <c>spec.nodeName</c>; empty where there is none.</summary>
    internal string At(string path)
    {
        JsonNode? node = Body;
        foreach (var step in path.Split('.'))
            node = (node as JsonObject)?[step];
        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
    }

    internal string? Label(string key) => Metadata["labels"] is JsonObject labels && labels[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private string Text(string key) => Metadata[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
