using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>Memory of the host while 10,000 connections are open, each after one request, and then with half of the next one.</summary>
internal sealed class OpenConnectionsMeasurement : IMeasurement
{
    private const int Connections = 10_000;
    private const int WarmUp = 3_000;
    private const int Together = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    private static readonly byte[] Half = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: here\r\nX-Long: {new string('x', 500)}");

    public string Name => "open_connections";

    public async Task MeasureAsync(FigureTable figures)
    {
        using var server = await Server.StartNginxAsync().ConfigureAwait(false);
        await MeasureAsync(figures, server, "their server's ends traced", server.Pid, 1, "< 100").ConfigureAwait(false);
        await MeasureAsync(figures, server, "both ends traced", null, 2, "").ConfigureAwait(false);
    }

    private static async Task MeasureAsync(FigureTable figures, Server server, string how, int? pid, int ends, string goal)
    {
        using var host = await TracedHost.StartAsync("http", server.Port, pid).ConfigureAwait(false);
        // Compiled, with the memory that rows pass through.
        await HttpLoad.AtRateAsync(server.Port, WarmUp, 1_000).ConfigureAwait(false);
        figures.Of("host, no connection: VmRSS", "MiB").Add(Memory.MebibytesOf(host.Pid, "VmRSS"));
        figures.Of("host, no connection: RssAnon", "MiB").Add(Memory.MebibytesOf(host.Pid, "RssAnon"));
        var open = new List<Socket>();
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                open.Add(Ask(server.Port));
                // What is asked for is memory, not speed.
                if (i % Together == 0)
                    await Task.Delay(Pause).ConfigureAwait(false);
            }

            await Task.Delay(2_000).ConfigureAwait(false);
            figures.Of($"host, {Connections} open connections, {how}: VmRSS", "MiB", goal).Add(Memory.MebibytesOf(host.Pid, "VmRSS"));
            figures.Of($"host, {Connections} open connections, {how}: RssAnon", "MiB").Add(Memory.MebibytesOf(host.Pid, "RssAnon"));
            figures.Of($"host, {Connections} open connections, {how}: its maps, rings included", "MiB").Add(Memory.MebibytesOfMaps(host.Pid));
        }
        finally
        {
            foreach (var socket in open)
                socket.Dispose();
        }

        var cost = await host.StopAsync().ConfigureAwait(false);
        if (cost.Rows != (Connections + WarmUp) * ends)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{cost.Rows} rows of {(Connections + WarmUp) * ends}, {cost.Lost} lost"));
    }

    private static Socket Ask(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Request);
        // All of the answer's head at least: the row is made when its body of known length has gone, which is behind it.
        var buffer = new byte[4096];
        for (var read = 0; read < 1024;)
            read += socket.Receive(buffer) is > 0 and var bytes ? bytes : throw new InvalidOperationException("nginx hung up");
        return socket;
    }
}
