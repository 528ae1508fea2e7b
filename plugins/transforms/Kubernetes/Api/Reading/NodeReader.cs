using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Reads a node: its name and addresses.</summary>
internal sealed class NodeReader : ObjectReader
{
    protected override ClusterObject Read(ref JsonFields json)
    {
        Metadata? metadata = null;
        List<UInt128> addresses = [];
        while (json.Next())
            if (json.Is("metadata"u8))
                metadata = Metadata.Read(ref json, WantedKeys.None);
            else if (json.Is("status"u8))
                Status(ref json, addresses);
            else
                json.Skip();
        metadata = Required(metadata);
        return new Node { Uid = metadata.Uid, Namespace = metadata.Namespace, Name = metadata.Name, Version = metadata.Number, Addresses = addresses };
    }

    private static void Status(ref JsonFields json, List<UInt128> addresses)
    {
        if (!json.Enter())
            return;
        while (json.Next())
            if (!json.Is("addresses"u8))
                json.Skip();
            else if (json.EnterList())
                while (json.NextElement())
                    if (json.EnterElement())
                        Address(ref json, addresses);
    }

    // Names of the machine stand in the same list.
    private static void Address(ref JsonFields json, List<UInt128> addresses)
    {
        var (type, address) = ("", "");
        while (json.Next())
            if (json.Is("type"u8))
                type = json.Text();
            else if (json.Is("address"u8))
                address = json.Text();
            else
                json.Skip();
        if (type is "InternalIP" or "ExternalIP")
            addresses.Add(JsonFields.Address(address));
    }
}
