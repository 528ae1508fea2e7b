using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Reads a service: its addresses in the cluster.</summary>
internal sealed class ServiceReader : ObjectReader
{
    protected override ClusterObject Read(ref JsonFields json)
    {
        Metadata? metadata = null;
        List<UInt128> addresses = [];
        while (json.Next())
            if (json.Is("metadata"u8))
                metadata = Metadata.Read(ref json, WantedKeys.None);
            else if (json.Is("spec"u8))
                Spec(ref json, addresses);
            else
                json.Skip();
        metadata = Required(metadata);
        return new Service { Uid = metadata.Uid, Namespace = metadata.Namespace, Name = metadata.Name, Version = metadata.Number, ClusterAddresses = addresses };
    }

    private static void Spec(ref JsonFields json, List<UInt128> addresses)
    {
        if (!json.Enter())
            return;
        while (json.Next())
            if (json.Is("clusterIP"u8))
                Add(json.Text(), addresses);
            else if (!json.Is("clusterIPs"u8))
                json.Skip();
            else if (json.EnterList())
                while (json.NextElement())
                    Add(json.ElementText(), addresses);
    }

    // The first of the list is the single one; older servers have only that. A headless service says None.
    private static void Add(string text, List<UInt128> addresses)
    {
        if (text is "" or "None")
            return;
        var address = JsonFields.Address(text);
        if (!addresses.Contains(address))
            addresses.Add(address);
    }
}
