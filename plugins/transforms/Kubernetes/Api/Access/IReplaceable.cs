namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>A token, authorities or a certificate, in whose place others may put another. Thread-safe.</summary>
internal interface IReplaceable<out T>
{
    /// <summary>That of now.</summary>
    /// <exception cref="UnavailableException">There is none; the message says where it was looked for.</exception>
    T Read();

    /// <summary>It was not taken, or did not do: the next reading looks for another.</summary>
    void Refuse();
}
