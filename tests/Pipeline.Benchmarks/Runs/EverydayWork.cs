using System.Net;
using System.Net.Sockets;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Something for every program to see: programs started, files read, a file written past the cache, TCP connections on loopback.</summary>
internal static class EverydayWork
{
    private const int Executions = 500;
    private const int Writes = 1000;
    private const int Connections = 500;
    private const int MessagesAConnection = 4;

    internal static async Task DoAsync()
    {
        await WriteAsync().ConfigureAwait(false);
        await Command.OutputOfAsync("/bin/sh", "-c", $"i=0; while [ $i -lt {Executions} ]; do /bin/true; read line </proc/self/stat; i=$((i+1)); done").ConfigureAwait(false);
        await ConnectAsync().ConfigureAwait(false);
    }

    private static async Task WriteAsync()
    {
        var file = Path.Combine(Place.Scratch, $"benchmark-{Guid.NewGuid():N}");
        try
        {
            await Command.OutputOfAsync("dd", "if=/dev/zero", $"of={file}", "bs=4k", $"count={Writes}", "oflag=direct", "status=none").ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var message = new byte[512];
        for (var i = 0; i < Connections; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint).ConfigureAwait(false);
            using var server = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
            for (var sent = 0; sent < MessagesAConnection; sent++)
            {
                await client.GetStream().WriteAsync(message).ConfigureAwait(false);
                await server.GetStream().ReadExactlyAsync(message).ConfigureAwait(false);
                await server.GetStream().WriteAsync(message).ConfigureAwait(false);
                await client.GetStream().ReadExactlyAsync(message).ConfigureAwait(false);
            }
        }
    }
}
