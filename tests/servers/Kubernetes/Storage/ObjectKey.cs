namespace Pipeline.KubernetesServer.Storage;

/// <summary>Where an object is among those of its type. In the order in which lists have them: that of the bytes of their names.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other) => string.CompareOrdinal(Namespace, other.Namespace) is not 0 and var order ? order : string.CompareOrdinal(Name, other.Name);
}
