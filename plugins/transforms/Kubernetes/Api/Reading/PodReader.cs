using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Reads a pod.</summary>
/// <param name="wanted">Which labels and annotations.</param>
internal sealed class PodReader(WantedKeys wanted) : ObjectReader
{
    // What the kubelet made of the file that it runs a pod from, and names the pod's cgroup by.
    private const string Hash = "kubernetes.io/config.hash";

    private readonly WantedKeys _read = wanted.And(Hash);
    private readonly bool _tellsHash = wanted.Annotations.Contains(Hash);

    protected override ClusterObject Read(ref JsonFields json)
    {
        Metadata? metadata = null;
        var spec = new PodSpec();
        var status = new PodStatus();
        while (json.Next())
            if (json.Is("metadata"u8))
                metadata = Metadata.Read(ref json, _read);
            else if (json.Is("spec"u8))
                spec.Read(ref json);
            else if (json.Is("status"u8))
                status.Read(ref json);
            else
                json.Skip();
        return Make(Required(metadata), spec, status);
    }

    private Pod Make(Metadata metadata, PodSpec spec, PodStatus status)
    {
        var nodeUid = metadata.Annotations.GetValueOrDefault(Hash, metadata.Uid);
        if (!_tellsHash && metadata.Annotations.Count > 0)
            metadata.Annotations.Remove(Hash);
        return new Pod
        {
            Uid = metadata.Uid, Namespace = metadata.Namespace, Name = metadata.Name, Version = metadata.Number,
            NodeUid = nodeUid.Length > 0 ? nodeUid : metadata.Uid,
            NodeName = spec.NodeName,
            Controller = metadata.Controller,
            Addresses = status.Addresses,
            HostNetwork = spec.HostNetwork,
            Phase = status.Phase,
            Created = metadata.Created, Started = status.Started, Deleted = metadata.Deleted,
            Containers = status.Containers(spec.Images),
            Labels = metadata.Labels, Annotations = metadata.Annotations,
        };
    }
}
