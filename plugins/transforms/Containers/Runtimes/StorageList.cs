using System.Text;
using System.Text.Json;

namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>What podman and CRI-O write of all their containers together: <c>containers.json</c>.</summary>
internal static class StorageList
{
    /// <summary>Reads it; false for what is not such a file, or not all of it. Entries without an id are left out.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out List<(string Id, KnownContainer Container)> containers) =>
        JsonState.TryRead(text, Read, out containers!) && containers is not null;

    private static List<(string, KnownContainer)>? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return null;
        var containers = new List<(string, KnownContainer)>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            if (json.TokenType != JsonTokenType.StartObject)
                json.Skip();
            else if (ReadEntry(ref json) is { Id.Length: > 0 } entry)
                containers.Add(entry);
        return containers;
    }

    private static (string Id, KnownContainer Container) ReadEntry(ref Utf8JsonReader json)
    {
        var (id, firstName, metadata) = ("", "", "");
        while (JsonState.NextProperty(ref json, out var property))
            switch (property)
            {
                case "id":
                    id = JsonState.Text(ref json);
                    break;
                case "metadata":
                    metadata = JsonState.Text(ref json);
                    break;
                case "names" when json.TokenType == JsonTokenType.StartArray:
                    while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                        firstName = firstName.Length == 0 ? JsonState.Text(ref json) : Skipped(ref json, firstName);
                    break;
                default:
                    json.Skip();
                    break;
            }

        // JSON in a text; what cannot be read there leaves the entry what it is without.
        var container = JsonState.TryRead(Encoding.UTF8.GetBytes(metadata), ReadMetadata, out var read) ? read : new KnownContainer("", "", KnownContainer.Podman);
        return (id, container.Name.Length > 0 ? container : container with { Name = firstName });
    }

    private static KnownContainer ReadMetadata(ref Utf8JsonReader json)
    {
        var (name, nameInPod, image, runtime) = ("", "", "", KnownContainer.Podman);
        if (json.TokenType == JsonTokenType.StartObject)
            while (JsonState.NextProperty(ref json, out var property))
                switch (property)
                {
                    case "name":
                        name = JsonState.Text(ref json);
                        break;
                    case "metadata-name":
                        nameInPod = JsonState.Text(ref json);
                        break;
                    case "image-name":
                        image = JsonState.Text(ref json);
                        break;
                    // Only CRI-O's containers are all of a pod.
                    case "pod-id":
                        runtime = JsonState.Text(ref json).Length > 0 ? KnownContainer.Crio : runtime;
                        break;
                    default:
                        json.Skip();
                        break;
                }

        return new KnownContainer(nameInPod.Length > 0 ? nameInPod : name, image, runtime);
    }

    private static string Skipped(ref Utf8JsonReader json, string value)
    {
        json.Skip();
        return value;
    }
}
