using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Requests;

/// <summary>What the server calls a kind, and where it has it.</summary>
/// <param name="Group">Empty for the oldest kinds.</param>
/// <param name="Version">Of the group.</param>
/// <param name="Plural">As in paths and rules.</param>
/// <param name="Accept">In which form it is asked for.</param>
internal sealed record Resource(string Group, string Version, string Plural, string Accept)
{
    private const string Json = "application/json";

    // A server that does not know the first form gives the second, which has all of the first in it.
    private const string MetadataList = $"{Json};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,{Json}";
    private const string MetadataOne = $"{Json};as=PartialObjectMetadata;g=meta.k8s.io;v=v1,{Json}";

    /// <summary>The pods that a kubelet runs: another path, and another rule.</summary>
    public static readonly Resource Kubelet = new("kubelet", "v1", "pods", Json);

    /// <summary>In which form a watch is asked for.</summary>
    public string WatchAccept => Accept == MetadataList ? MetadataOne : Accept;

    /// <summary>From the server's own path on.</summary>
    public string Path => this == Kubelet ? "/pods" : Group.Length == 0 ? $"/api/{Version}/{Plural}" : $"/apis/{Group}/{Version}/{Plural}";

    /// <summary>The rule that a role needs for it.</summary>
    public string Rule => this == Kubelet ? "{ apiGroups: [\"\"], resources: [\"nodes/proxy\"], verbs: [\"get\"] }" : $"{{ apiGroups: [\"{Group}\"], resources: [\"{Plural}\"], verbs: [\"list\", \"watch\"] }}";

    public static Resource Of(ObjectKind kind) => kind switch
    {
        ObjectKind.Pod => new("", "v1", "pods", Json),
        ObjectKind.Service => new("", "v1", "services", Json),
        ObjectKind.Node => new("", "v1", "nodes", Json),
        ObjectKind.EndpointSlice => new("discovery.k8s.io", "v1", "endpointslices", Json),
        ObjectKind.ReplicaSet => new("apps", "v1", "replicasets", MetadataList),
        ObjectKind.Job => new("batch", "v1", "jobs", MetadataList),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The same where the server refuses to choose among forms.</summary>
    public Resource Plain() => this with { Accept = Json };
}
