using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>Rows that leave the host through a connection are not told of as rows, at neither end: that would never end.</summary>
[Trait("needs", "root")]
public sealed class SocketSelfTests : IDisposable
{
    private static readonly byte[] Said = "what somebody else says to the same process, once"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("/", false)]
    public async Task WhoReceivesTheHostsRowsIsNotTracedIntoALoop(string address, bool includesSelf)
    {
        Needs.Root();
        var (file, where) = (_folder.Path("received"), address == "/" ? _folder.Path("rows.sock") : address);
        var configuration = _folder.Write("config.toml", """
            [sources.net]
            type = "sockets"
            unix = true
            pids = [@PID@]
            protocols = ["unknown"]
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["net.conn_data"]
            """);
        using var host = HostRun.StartUnder(
            ["/usr/bin/python3", Installed.Workload("receive.py"), where, file, configuration],
            _folder,
            ["run", configuration, .. includesSelf ? ["--include-self"] : Array.Empty<string>()]);
        await host.AttachedAsync();
        await SayAsync(File.ReadAllText(file + ".where"));
        if (includesSelf)
        {
            // Otherwise the test below would hold whatever the programs did.
            await ReceivedAsync(file, lines: 4);
            await host.StopAsync();
            return;
        }

        await ReceivedAsync(file, lines: 1);
        // As long as many a round would take.
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        var ledger = await host.StopAsync();
        var sizes = File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("size").GetInt32());
        Assert.Equal([Said.Length], sizes);
        Assert.True(ledger.Kernel.Discarded["self"] > 0);
    }

    [Fact]
    public async Task WhoScrapesTheHostIsNotTold()
    {
        Needs.Root("curl");
        var port = FreePort();
        var configuration = _folder.Write("config.toml", $"""
            [sources.net]
            type = "sockets"
            ports = [{port}]
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["net.conn_data", "net.conn_events"]
            [sinks.figures]
            type = "prometheus"
            listen = "127.0.0.1:{port}"
            inputs = ["net.conn_stats"]
            """);
        using var host = HostRun.Start(_folder, ["run", configuration]);
        await host.AttachedAsync();
        for (var i = 0; i < 3; i++)
            Assert.Contains("_total", await RunningProcess.RunAsync("curl", "--silent", "--fail", $"http://127.0.0.1:{port}/metrics"));
        await host.StopAsync();
        Assert.Empty(host.Rows);
    }

    public void Dispose() => _folder.Dispose();

    // Below those that the kernel chooses from for others meanwhile.
    private static int FreePort()
    {
        while (true)
        {
            using var free = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 29_000));
            try
            {
                free.Start();
                return ((IPEndPoint)free.LocalEndpoint).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }

    private static async Task ReceivedAsync(string file, int lines)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!File.Exists(file) || File.ReadAllBytes(file).Count(b => b == '\n') < lines)
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    private static async Task SayAsync(string where)
    {
        var isPort = int.TryParse(where, CultureInfo.InvariantCulture, out var port);
        using var socket = new Socket(isPort ? AddressFamily.InterNetwork : AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(isPort ? new IPEndPoint(IPAddress.Loopback, port) : new UnixDomainSocketEndPoint(where));
        await socket.SendAsync(Said);
    }
}
