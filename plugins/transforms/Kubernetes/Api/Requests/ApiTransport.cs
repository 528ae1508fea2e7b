using System.Net.Security;
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
        // Each connection shows the certificates of now, on both ends.
        var options = new SslClientAuthenticationOptions { AllowTlsResume = false };
        if (access.Authorities is { } authorities)
            (options.CertificateChainPolicy, options.RemoteCertificateValidationCallback) = (ServerTrust.Policy(), new ServerTrust(authorities).Validate);
        if (access.Certificate is { } certificate)
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate.Read();
        if (access.SkipsVerification)
#pragma warning disable CA5359 // The user's kubeconfig says so, and the log repeats it.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        return options;
    }
}
