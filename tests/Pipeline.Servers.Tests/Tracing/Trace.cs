using System.Text.Json;

namespace Pipeline.Servers.Tests.Tracing;

/// <summary>The host while it traces the sockets of this machine, those with some ports.</summary>
internal sealed class Trace : IDisposable
{
    private readonly HostRun _host;

    private Trace(HostRun host) => _host = host;

    /// <summary>The rows so far.</summary>
    internal JsonElement[] Rows => _host.Rows;

    internal RunningProcess Process => _host.Process;

    /// <summary>Once its programs are attached.</summary>
    /// <param name="folder">Where its configuration and ledger are written.</param>
    /// <param name="protocol">What is spoken on the ports: http, http2 (which may begin as http), dns, redis.</param>
    /// <param name="ports">Ports of servers.</param>
    internal static async Task<Trace> StartAsync(TemporaryFolder folder, string protocol, params int[] ports)
    {
        var configuration = folder.Write($"trace-{Guid.NewGuid():N}.toml", $"""
            [pipeline]
            memory = "1GiB"
            stop_deadline = "5m"
            [sources.sockets]
            type = "sockets"
            ring_size = "256MiB"
            protocols = [{(protocol == "http2" ? "\"http\", \"http2\"" : $"\"{protocol}\"")}]
            ports = [{string.Join(", ", ports)}]
            [transforms.requests]
            type = "protocols"
            inputs = ["sockets.conn_data", "sockets.conn_events"]
            when_full = "block"
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["requests.{(protocol == "http2" ? "http" : protocol)}_events", "requests.protocol_stats"]
            when_full = "block"
            """);
        var host = HostRun.Start(folder, "run", configuration);
        await host.AttachedAsync().ConfigureAwait(false);
        return new Trace(host);
    }

    /// <summary>Ends it; the ledger balances and nothing was lost anywhere.</summary>
    internal async Task StopAsync()
    {
        var ledger = await _host.StopAsync().ConfigureAwait(false);
        Assert.All(ledger.Components, c => Assert.Empty(c.Dropped));
        Assert.All(ledger.Edges, e => Assert.Empty(e.Dropped));
        Assert.All(ledger.Kernel.Lost, l => Assert.Equal(0, l.Value));
    }

    /// <summary>The sum of a column of <c>protocol_stats</c>, of the protocol and of what was taken for none.</summary>
    internal long Stat(string column) =>
        Rows.Where(r => r.GetProperty("table").GetString() == "protocol_stats").Sum(r => r.GetProperty(column).GetInt64());

    public void Dispose() => _host.Dispose();
}
