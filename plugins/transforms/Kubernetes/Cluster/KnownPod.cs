namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>A pod that is or was there. Texts are numbers of <see cref="Texts"/>.</summary>
/// <param name="key">Its uid.</param>
/// <param name="told">When it was first told of, in Unix nanoseconds.</param>
internal sealed class KnownPod(Key key, long told) : Subject
{
    public Key Key => key;

    public long Told => told;

    /// <summary>The uid that its cgroups have.</summary>
    public Key NodeKey { get; set; }

    /// <summary>The uid as the cluster spells it; 0 where it is a UUID, as nearly all are: then the key tells.</summary>
    public int Uid { get; set; }

    public int Node { get; set; }

    /// <summary>Kind and name of what looks after it; 0: nothing does.</summary>
    public int ControllerKind { get; set; }

    /// <inheritdoc cref="ControllerKind"/>
    public int ControllerName { get; set; }

    /// <summary>What looks after it, where that is a ReplicaSet or Job.</summary>
    public KnownOwner? Owner { get; set; }

    /// <summary>Its neighbours among the pods of the same owner.</summary>
    public KnownPod? NextOfOwner { get; set; }

    /// <inheritdoc cref="NextOfOwner"/>
    public KnownPod? PreviousOfOwner { get; set; }

    /// <summary>The Deployment that its ReplicaSet's name tells of, for as long as nobody has told of the ReplicaSet; 0: none.</summary>
    public int LikelyDeployment { get; set; }

    public KnownContainer[] Containers { get; set; } = [];

    /// <summary>Labels and annotations in the order they were asked for in.</summary>
    public int[] Values { get; set; } = [];

    /// <summary>Whether it is known what it belongs to: the cluster may tell of a pod before it tells of the ReplicaSet or Job that made it.</summary>
    public bool HasWorkload => Owner is null or { IsTold: true } || LikelyDeployment != 0;

    /// <summary>The place of a container among <see cref="Containers"/>, or -1.</summary>
    public int Find(Key container)
    {
        for (var i = 0; i < Containers.Length; i++)
            if (Containers[i].Id == container)
                return i;
        return -1;
    }
}
