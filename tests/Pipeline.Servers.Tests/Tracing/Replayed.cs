using System.Text.Json;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Tracing;

/// <summary>What the host reads from a capture, from the clients' side.</summary>
internal static class Replayed
{
    /// <summary>The rows of a protocol's table; nothing may have been lost.</summary>
    internal static async Task<JsonElement[]> RowsAsync(TemporaryFolder folder, Wire wire, string table)
    {
        var configuration = folder.Write("replay.toml", $"""
            [pipeline]
            stop_deadline = "5m"
            [sources.recorded]
            type = "replay"
            file = "{wire.File}"
            [transforms.requests]
            type = "protocols"
            inputs = ["recorded"]
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["requests.{table}"]
            """);
        using var host = HostRun.Start(folder, "run", configuration);
        var ledger = await host.EndAsync().ConfigureAwait(false);
        Assert.All(ledger.Components, c => Assert.Empty(c.Dropped));
        Assert.All(ledger.Edges, e => Assert.Empty(e.Dropped));
        return host.Rows;
    }
}
