using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Transforms.Kubernetes.Api.Access;

namespace Pipeline.Transforms.Kubernetes.Api.Requests;

/// <summary>Makes the client whose connections carry a feed's requests.</summary>
internal static class ApiTransport
{
    // Watches of all kinds at once and a list for each, where the server speaks no HTTP/2.
    private const int Connections = 16;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>A client without a time limit of its own: the caller cancels. Proxies are those of the environment.</summary>
    public static HttpClient Create(ClusterAccess access) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = Connections,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // A watch is silent where nothing changes: only a ping tells that the other end still lives.
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = Silence,
        KeepAlivePingTimeout = Silence,
        SslOptions = Tls(access),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static SslClientAuthenticationOptions Tls(ClusterAccess access)
    {
        var options = new SslClientAuthenticationOptions();
        if (access.Authorities is { } authorities)
        {
            // Clusters publish no lists of what they revoked.
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (access.Certificate is { } certificate)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        if (access.SkipsVerification)
#pragma warning disable CA5359 // The user's kubeconfig says so, and the log repeats it.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        return options;
    }
}
