using System.Globalization;

namespace Pipeline.Servers.Tests.Servers;

/// <summary>Debian's redis-server, which keeps nothing.</summary>
internal static class Redis
{
    /// <param name="folder">Where it runs.</param>
    /// <param name="certificate">With which it encrypts.</param>
    internal static Task<ServerProcess> StartAsync(TemporaryFolder folder, Certificate? certificate = null)
    {
        var (port, root) = (FreePort.Take(), folder.Path("redis"));
        Directory.CreateDirectory(root);
        return ServerProcess.StartAsync(
            port, ["redis-server", .. Listening(port, certificate), "--bind", "127.0.0.1", "--dir", root, "--save", "", "--appendonly", "no", "--loglevel", "warning"]);
    }

    private static string[] Listening(int port, Certificate? certificate)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        return certificate is null ? ["--port", number] : ["--port", "0", "--tls-port", number, "--tls-cert-file", certificate.Path, "--tls-key-file", certificate.Key, "--tls-auth-clients", "no"];
    }
}
