using System.Globalization;
using Pipeline.Servers.Tests.Servers;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>Debian's mosquitto with one user.</summary>
internal static class Mosquitto
{
    internal static async Task<ServerProcess> StartAsync(TemporaryFolder folder)
    {
        var (port, passwords) = (FreePort.Take(), folder.Path("mosquitto.passwords"));
        await RunningProcess.RunAsync("mosquitto_passwd", "-b", "-c", passwords, "app", "hunter2").ConfigureAwait(false);
        var configuration = folder.Write("mosquitto.conf", $"""
            listener {port.ToString(CultureInfo.InvariantCulture)} 127.0.0.1
            user root
            allow_anonymous false
            password_file {passwords}
            persistence false

            """);
        return await ServerProcess.StartAsync(port, "mosquitto", "-c", configuration).ConfigureAwait(false);
    }
}
