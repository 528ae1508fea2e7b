namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>The field <c>spec</c> of a pod: what was asked for.</summary>
internal sealed class PodSpec
{
    public string NodeName { get; private set; } = "";

    public bool HostNetwork { get; private set; }

    /// <summary>Images by the name of the container, those that initialize and those for debugging too: no two in a pod have the same name.</summary>
    public List<(string Container, string Image)> Images { get; } = [];

    public void Read(ref JsonFields json)
    {
        if (!json.Enter())
            return;
        while (json.Next())
            if (json.Is("nodeName"u8))
                NodeName = json.Text();
            else if (json.Is("hostNetwork"u8))
                HostNetwork = json.Bool();
            else if (json.Is("containers"u8) || json.Is("initContainers"u8) || json.Is("ephemeralContainers"u8))
                Containers(ref json);
            else
                json.Skip();
    }

    private void Containers(ref JsonFields json)
    {
        if (!json.EnterList())
            return;
        while (json.NextElement())
        {
            if (!json.EnterElement())
                continue;
            var (name, image) = ("", "");
            while (json.Next())
                if (json.Is("name"u8))
                    name = json.Text();
                else if (json.Is("image"u8))
                    image = json.Text();
                else
                    json.Skip();
            Images.Add((name, image));
        }
    }
}
