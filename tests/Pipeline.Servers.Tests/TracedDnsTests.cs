using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests;

/// <summary>bind9 and dig while the host traces them.</summary>
[Collection(nameof(Alone))]
[Trait("needs", "root")]
public sealed class TracedDnsTests : IDisposable
{
    private const long MedianError = 500_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Queries_of_dig_are_what_tshark_sees_on_both_sides()
    {
        Needs.Root("named", "dig", "tcpdump", "tshark");
        using var bind = await Bind.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "dns", bind.Port);
        using var wire = await Wire.RecordAsync(_folder, bind.Port);
        await Dig.RunAsync(_folder, bind.Port, more: 1_000);
        await wire.StopAsync();
        await trace.StopAsync();

        var witnessed = await DnsWire.ReadAsync(wire.File, bind.Port);
        // Each query of the list, and the one that is asked again over TCP because its answer was cut.
        Assert.Equal(Dig.Kinds + 1 + 1_000, witnessed.Length);
        foreach (var role in (string[])["client", "server"])
        {
            var rows = DnsRows.Of(trace.Rows, role, bind.Port);
            Assert.Equal(witnessed.Select(w => w.Query), rows.Select(r => r.Query));
            Assert.InRange(Latencies.MedianDifference(witnessed.Select(w => w.Latency), rows.Select(r => r.Latency)), 0, MedianError);
        }
    }

    public void Dispose() => _folder.Dispose();
}
