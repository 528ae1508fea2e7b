namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>A token that never changes.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public string Read() => token;

    public void Refuse()
    {
        // There is no other.
    }
}
