using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Reads who stands behind a service.</summary>
internal sealed class EndpointSliceReader : ObjectReader
{
    private const string ServiceName = "kubernetes.io/service-name";

    private static readonly WantedKeys Wanted = new([ServiceName], []);

    protected override ClusterObject Read(ref JsonFields json)
    {
        Metadata? metadata = null;
        var type = "";
        List<string> addresses = [], pods = [];
        while (json.Next())
            if (json.Is("metadata"u8))
                metadata = Metadata.Read(ref json, Wanted);
            else if (json.Is("addressType"u8))
                type = json.Text();
            else if (!json.Is("endpoints"u8))
                json.Skip();
            else if (json.EnterList())
                while (json.NextElement())
                    if (json.EnterElement())
                        Endpoint(ref json, addresses, pods);
        metadata = Required(metadata);
        return new EndpointSlice
        {
            Uid = metadata.Uid, Namespace = metadata.Namespace, Name = metadata.Name, Version = metadata.Number,
            ServiceName = metadata.Labels.GetValueOrDefault(ServiceName, ""),
            // Of the third type are names.
            Addresses = type is "IPv4" or "IPv6" ? [.. addresses.Select(JsonFields.Address)] : [],
            PodUids = pods,
        };
    }

    private static void Endpoint(ref JsonFields json, List<string> addresses, List<string> pods)
    {
        while (json.Next())
            if (json.Is("addresses"u8))
                Addresses(ref json, addresses);
            else if (json.Is("targetRef"u8))
                Target(ref json, pods);
            else
                json.Skip();
    }

    private static void Addresses(ref JsonFields json, List<string> addresses)
    {
        if (json.EnterList())
            while (json.NextElement())
                addresses.Add(json.ElementText());
    }

    private static void Target(ref JsonFields json, List<string> pods)
    {
        if (!json.Enter())
            return;
        var (kind, uid) = ("", "");
        while (json.Next())
            if (json.Is("kind"u8))
                kind = json.Text();
            else if (json.Is("uid"u8))
                uid = json.Text();
            else
                json.Skip();
        if (kind == "Pod" && uid.Length > 0)
            pods.Add(uid);
    }
}
