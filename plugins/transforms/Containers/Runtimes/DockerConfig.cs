using System.Text.Json;

namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>What Docker writes of a container: <c>config.v2.json</c>.</summary>
internal static class DockerConfig
{
    /// <summary>Reads it; false for what is not such a file, or not all of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out KnownContainer container) => JsonState.TryRead(text, Read, out container) && container.Name.Length > 0;

    private static KnownContainer Read(ref Utf8JsonReader json)
    {
        var (name, image) = ("", "");
        if (json.TokenType == JsonTokenType.StartObject)
            while (JsonState.NextProperty(ref json, out var property))
                switch (property)
                {
                    case "Name":
                        name = JsonState.Text(ref json).TrimStart('/');
                        break;
                    case "Config" when json.TokenType == JsonTokenType.StartObject:
                        image = ReadImage(ref json);
                        break;
                    default:
                        json.Skip();
                        break;
                }

        return new KnownContainer(name, image, KnownContainer.Docker);
    }

    private static string ReadImage(ref Utf8JsonReader json)
    {
        var image = "";
        while (JsonState.NextProperty(ref json, out var property))
            if (property == "Image")
                image = JsonState.Text(ref json);
            else
                json.Skip();
        return image;
    }
}
