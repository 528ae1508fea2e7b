namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>A container that is or was in a pod: one that was started again is there with both its ids.</summary>
internal struct KnownContainer
{
    public Key Id;
    public int Name;
    public int Image;

    /// <summary>As <see cref="Subject.Fact"/>.</summary>
    public int Fact;
}
