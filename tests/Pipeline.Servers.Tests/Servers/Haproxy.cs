namespace Pipeline.Servers.Tests.Servers;

/// <summary>Debian's haproxy in front of another server; connections to that are kept and shared.</summary>
internal static class Haproxy
{
    /// <param name="folder">Where its files are.</param>
    /// <param name="behind">The other server's port.</param>
    /// <param name="told">What else it is told of that server: <c> send-proxy</c>.</param>
    /// <param name="certificate">With which it decrypts HTTP/2 or HTTP/1, as its clients like.</param>
    internal static Task<ServerProcess> StartAsync(TemporaryFolder folder, int behind, string told = "", Certificate? certificate = null)
    {
        var port = FreePort.Take();
        var configuration = folder.Write("haproxy.cfg", $"""
            global
                nbthread 1
            defaults
                mode http
                timeout connect 1h
                timeout client 1h
                timeout server 1h
                http-reuse always
            frontend near
                bind 127.0.0.1:{port}{(certificate is null ? "" : $" ssl crt {certificate.Together(folder)} alpn h2,http/1.1")}
                default_backend far
            backend far
                server only 127.0.0.1:{behind}{told}

            """);
        return ServerProcess.StartAsync(port, "haproxy", "-db", "-f", configuration);
    }
}
