using System.Text.Json;

namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>What containerd hands to whoever runs a container: <c>config.json</c>, in whose annotations its clients write names.</summary>
internal static class OciConfig
{
    /// <summary>Reads it; false for what is not such a file, or not all of it. A container need not have a name.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out KnownContainer container) => JsonState.TryRead(text, Read, out container!) && container is not null;

    private static KnownContainer? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        var found = new KnownContainer("", "", KnownContainer.Containerd);
        while (JsonState.NextProperty(ref json, out var property))
            if (property == "annotations" && json.TokenType == JsonTokenType.StartObject)
                found = ReadAnnotations(ref json);
            else
                json.Skip();
        return found;
    }

    private static KnownContainer ReadAnnotations(ref Utf8JsonReader json)
    {
        var (name, image, isPause) = ("", "", false);
        while (JsonState.NextProperty(ref json, out var property))
            switch (property)
            {
                case "io.kubernetes.cri.container-name" or "nerdctl/name":
                    name = JsonState.Text(ref json);
                    break;
                case "io.kubernetes.cri.image-name":
                    image = JsonState.Text(ref json);
                    break;
                case "io.kubernetes.cri.container-type":
                    isPause = JsonState.Text(ref json) == "sandbox";
                    break;
                default:
                    json.Skip();
                    break;
            }

        // That which keeps a pod's namespaces has no name of its own; the kubelet calls it so.
        return new KnownContainer(name.Length == 0 && isPause ? "POD" : name, image, KnownContainer.Containerd);
    }
}
