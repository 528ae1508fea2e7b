namespace Pipeline.Http;

/// <summary>Makes clients that do one thing: hand a request to the one server they are told, and its answer back.</summary>
internal static class HttpTransport
{
    // Names can come to mean other addresses, which a connection kept for ever would never learn.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>A client without redirects, cookies and a time limit of its own: the caller cancels. Proxies are those of the environment.</summary>
    /// <param name="tls">Files of certificates.</param>
    /// <param name="connections">Most connections at once.</param>
    /// <exception cref="UnavailableException">A file of a certificate cannot be used.</exception>
    public static HttpClient Create(TlsFiles tls, int connections) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = connections,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 64 << 10,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionLifetime = ConnectionLife,
        // Of HTTP/2, whose requests share a connection: one that is dead would hold up all that come after.
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = Silence,
        KeepAlivePingTimeout = Silence,
        SslOptions = tls.Read(),
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };
}
