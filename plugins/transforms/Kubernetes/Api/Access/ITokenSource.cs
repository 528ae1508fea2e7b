namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>The bearer token that lets in. Thread-safe.</summary>
internal interface ITokenSource
{
    /// <summary>The token of now.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    string Read();

    /// <summary>The server did not take the token: the next reading asks for another.</summary>
    void Refuse();
}
