using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Transforms.Kubernetes.Api.Access;

namespace Pipeline.Transforms.Kubernetes.Api.Requests;

/// <summary>
/// Whether the certificate that a server shows comes from the authorities of now: those of when a connection is made, not of when the feed began. Thread-safe.
/// </summary>
internal sealed class ServerTrust(IReplaceable<X509Certificate2Collection> authorities)
{
    private static readonly Oid OfServers = new("1.3.6.1.5.5.7.3.1");

    /// <summary>What <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/> is to be.</summary>
    /// <exception cref="AuthenticationException">It does not come from them.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        if (Fault(shown, sent) is null)
            return true;
        // They may have been replaced since they were read.
        authorities.Refuse();
        return Fault(shown, sent) is { } fault
            ? throw new AuthenticationException($"The server's certificate ({shown.Subject}, from {shown.Issuer}) is of no authority that is trusted: {fault}.")
            : true;
    }

    /// <summary>For the chain that is built before <see cref="Validate"/> is asked, with no authorities in it: nothing is looked for on the machine or in the network.</summary>
    public static X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        // Clusters publish no lists of what they revoked.
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    // Null: there is none.
    private string? Fault(X509Certificate2 shown, X509Chain? sent)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.ApplicationPolicy.Add(OfServers);
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities.Read());
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(shown) ? null : string.Join(", ", chain.ChainStatus.Select(status => status.Status));
    }
}
