using System.Globalization;

namespace Pipeline.Servers.Tests.Servers;

/// <summary>Debian's redis-server, which keeps nothing.</summary>
internal static class Redis
{
    internal static Task<ServerProcess> StartAsync(TemporaryFolder folder)
    {
        var (port, root) = (FreePort.Take(), folder.Path("redis"));
        Directory.CreateDirectory(root);
        return ServerProcess.StartAsync(
            port, "redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", root, "--save", "", "--appendonly", "no", "--loglevel", "warning");
    }
}
