using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Reads what looks after pods and is looked after itself; of all kinds alike, since only the metadata tells of it.</summary>
internal sealed class OwnerReader(ObjectKind kind) : ObjectReader
{
    protected override ClusterObject Read(ref JsonFields json)
    {
        Metadata? metadata = null;
        while (json.Next())
            if (json.Is("metadata"u8))
                metadata = Metadata.Read(ref json, WantedKeys.None);
            else
                json.Skip();
        metadata = Required(metadata);
        return new Owner(kind) { Uid = metadata.Uid, Namespace = metadata.Namespace, Name = metadata.Name, Version = metadata.Number, Controller = metadata.Controller };
    }
}
