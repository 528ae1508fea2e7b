using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Transforms.Kubernetes.Api.Access;

/// <summary>Where a server is, whom this end trusts, and who it is itself.</summary>
internal sealed record ClusterAccess
{
    /// <summary>With the path that all requests begin with, if there is one.</summary>
    public required Uri Server { get; init; }

    /// <summary>The only authorities that the server's certificate may come from; null: those of this machine.</summary>
    public IReplaceable<X509Certificate2Collection>? Authorities { get; init; }

    /// <summary>The name that the server's certificate has to have; null: that of the URL.</summary>
    public string? ServerName { get; init; }

    /// <summary>The server's certificate is not looked at. Somebody said so in so many words.</summary>
    public bool SkipsVerification { get; init; }

    /// <summary>Null where the client's certificate, or nobody, lets in.</summary>
    public IReplaceable<string>? Token { get; init; }

    /// <summary>With its key; null where there is none.</summary>
    public IReplaceable<X509Certificate2>? Certificate { get; init; }
}
