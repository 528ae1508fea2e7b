using System.Text;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Diagnostics;

/// <summary>The host's own figures, delivered as any rows are.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task The_last_figures_of_components_that_have_ended_equal_the_ledger()
    {
        var figures = new HostFigures(new ErrorLog());
        var rig = new Rig { Figures = figures };
        var latest = new Dictionary<string, (ulong In, ulong Created, ulong Out)>();
        var ids = new HashSet<(BatchOrigin, ulong)>();
        var duplicates = 0;
        var environment = new HostEnvironment("host", "/", TimeProvider.System);
        var telemetry = rig.Source(TelemetrySource.Name, () => new TelemetrySource(figures, TimeSpan.FromMilliseconds(20), environment));
        var source = rig.Source("numbers", 3_000);
        rig.Sink("slow", () => new KeptRows().Sink(TimeSpan.FromMilliseconds(1)), Rig.From(source, WhenFull.DropNewest, batches: 4));
        rig.Sink(
            "figures",
            () => new ScriptedSink((batch, _) =>
            {
                for (var row = 0; row < batch.Rows; row++)
                {
                    duplicates += ids.Add((batch.Origin, batch.Sequence(row))) ? 0 : 1;
                    if (batch.Schema.Name == TelemetryTables.Components.Name)
                        latest[Encoding.UTF8.GetString(batch.Text(1, row))] = (batch.Column<ulong>(3)[row], batch.Column<ulong>(4)[row], batch.Column<ulong>(5)[row]);
                }

                return ValueTask.FromResult(Outcome.Delivered);
            }),
            [.. Enumerable.Range(0, TelemetryTables.All.Length).Select(t => Rig.From(telemetry, table: t))]);

        // Nobody stops it: the host's own figures end with the last of the others.
        var ledger = await rig.RunAsync();

        Assert.Equal(0, duplicates);
        foreach (var name in "numbers slow".Split(' '))
        {
            var entry = ledger.Of(name);
            Assert.Equal(((ulong)entry.In, (ulong)entry.Created, (ulong)entry.Out), latest[name]);
        }
    }
}
