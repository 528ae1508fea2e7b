namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>What came of a container. Ids are without the runtime's name, which stands before them like a URL's scheme.</summary>
internal readonly record struct ContainerStatus(string Name, string Id, string EarlierId)
{
    /// <summary>Reads the object that was begun.</summary>
    public static ContainerStatus Read(ref JsonFields json)
    {
        var (name, id, earlier) = ("", "", "");
        while (json.Next())
            if (json.Is("name"u8))
                name = json.Text();
            else if (json.Is("containerID"u8))
                id = IdOf(json.Text());
            else if (json.Is("lastState"u8))
                earlier = LastState(ref json);
            else
                json.Skip();
        return new ContainerStatus(name, id, earlier);
    }

    private static string LastState(ref JsonFields json)
    {
        var id = "";
        if (!json.Enter())
            return id;
        while (json.Next())
            if (!json.Is("terminated"u8))
                json.Skip();
            else if (json.Enter())
                while (json.Next())
                    if (json.Is("containerID"u8))
                        id = IdOf(json.Text());
                    else
                        json.Skip();
        return id;
    }

    private static string IdOf(string text) => text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? text[(scheme + 3)..] : text;
}
