namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>What nobody replaces.</summary>
internal sealed class Unchanging<T>(T value) : IReplaceable<T>
{
    public T Read() => value;

    public void Refuse()
    {
        // There is no other.
    }
}
