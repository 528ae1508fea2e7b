using System.Text.Json;

namespace Pipeline.Servers.Tests.Tracing;

/// <summary>The host while it traces one port for one protocol, whose table need not have its name.</summary>
internal sealed class TableTrace : IDisposable
{
    private readonly HostRun _host;
    private readonly string _table;

    private TableTrace(HostRun host, string table) => (_host, _table) = (host, table);

    /// <summary>Rows of the table that a role saw, in no order.</summary>
    internal JsonElement[] Rows(string role) =>
        [.. _host.Rows.Where(r => r.GetProperty("table").GetString() == _table && r.GetProperty("trace_role").GetString() == role)];

    /// <summary>Once its programs are attached.</summary>
    internal static async Task<TableTrace> StartAsync(TemporaryFolder folder, string protocol, string table, int port)
    {
        var configuration = folder.Write($"trace-{Guid.NewGuid():N}.toml", $"""
            [pipeline]
            memory = "1GiB"
            stop_deadline = "5m"
            [sources.sockets]
            type = "sockets"
            ring_size = "256MiB"
            protocols = ["{protocol}"]
            ports = [{port}]
            [transforms.requests]
            type = "protocols"
            protocols = ["{protocol}"]
            inputs = ["sockets.conn_data", "sockets.conn_events"]
            when_full = "block"
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["requests.{table}"]
            when_full = "block"
            """);
        var host = HostRun.Start(folder, "run", configuration);
        await host.AttachedAsync().ConfigureAwait(false);
        return new TableTrace(host, table);
    }

    /// <summary>Ends it; the ledger balances and nothing was lost anywhere.</summary>
    internal async Task StopAsync()
    {
        var ledger = await _host.StopAsync().ConfigureAwait(false);
        Assert.All(ledger.Components, c => Assert.Empty(c.Dropped));
        Assert.All(ledger.Edges, e => Assert.Empty(e.Dropped));
        Assert.All(ledger.Kernel.Lost, l => Assert.Equal(0, l.Value));
    }

    public void Dispose() => _host.Dispose();
}
