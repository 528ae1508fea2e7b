using System.Globalization;
using Pipeline.Servers.Tests.Servers;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>Debian's rabbitmq-server, a node of its own with an epmd of its own.</summary>
internal static class Rabbitmq
{
    internal static Task<ServerProcess> StartAsync(TemporaryFolder folder)
    {
        var (port, root) = (FreePort.Take(), folder.Path("rabbitmq"));
        Directory.CreateDirectory(root);
        File.WriteAllText(Path.Combine(root, "rabbitmq.conf"), "log.console = true\nhandshake_timeout = 240000\n");
        return ServerProcess.StartAsync(port, "sh", Path.Combine(AppContext.BaseDirectory, "handlers", "rabbitmq.sh"), root, Text(port), Text(FreePort.Take()), Text(FreePort.Take()));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
