namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>What a row can be named after: a pod, a service or a node. Names are numbers of <see cref="Texts"/>.</summary>
internal abstract class Subject
{
    /// <summary>Number of what rows are told of it as their own; 0: nobody has asked since it last changed. Kept here for whoever tells rows.</summary>
    public int Fact;

    /// <summary>As <see cref="Fact"/>, of it as the other end.</summary>
    public int RemoteFact;

    /// <summary>Of pods and services.</summary>
    public int Namespace { get; set; }

    public int Name { get; set; }

    /// <summary>All addresses that it has or had and is still known by; <see cref="AddressBook"/> knows when.</summary>
    public Key[] Addresses { get; set; } = [];

    /// <summary>When the cluster told that it is there no more, in Unix nanoseconds; <see cref="long.MaxValue"/>: it is there.</summary>
    public long Gone { get; set; } = long.MaxValue;

    /// <summary>It was gone for long enough: nothing finds it any more, and its texts are no longer kept.</summary>
    public bool IsForgotten { get; set; }
}
