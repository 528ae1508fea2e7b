using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
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
        var writes = new Dictionary<string, (ulong Writes, long UnderWay, long Most, long Circuit)>();
        var ids = new HashSet<(BatchOrigin, ulong)>();
        var duplicates = 0;
        var environment = new HostEnvironment("host", "/", TimeProvider.System);
        var telemetry = rig.Source(TelemetrySource.Name, () => new TelemetrySource(figures, TimeSpan.FromMilliseconds(20), environment, NullLogger.Instance));
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
                    if (batch.Schema.Name == TelemetryTables.Delivery.Name)
                        writes[Encoding.UTF8.GetString(batch.Text(1, row))] =
                            (batch.Column<ulong>(2)[row], batch.Column<long>(5)[row], batch.Column<long>(6)[row], batch.Column<long>(7)[row]);
                }

                return ValueTask.FromResult(Outcome.Delivered);
            }),
            [.. Enumerable.Range(0, TelemetryTables.All.Length).Select(t => Rig.From(telemetry, table: t))]);

        // Nobody stops it: the host's own figures end with the last of the others.
        var ledger = await rig.RunAsync();

        Assert.Equal(0, duplicates);
        Assert.Equal(((ulong)ledger.Of("slow").In / 10, 0L, 1L, 0L), writes["slow"]);
        Assert.Contains("figures", writes.Keys);
        foreach (var name in "numbers slow".Split(' '))
        {
            var entry = ledger.Of(name);
            Assert.Equal(((ulong)entry.In, (ulong)entry.Created, (ulong)entry.Out), latest[name]);
        }
    }

    [Fact]
    public async Task Figures_of_sinks_and_transforms_stand_beside_the_hosts_the_last_ones_too()
    {
        var figures = new HostFigures(new ErrorLog());
        var rig = new Rig { Figures = figures };
        var latest = new Dictionary<(string Table, string Component, string Figure, string Of), long>();
        var environment = new HostEnvironment("host", "/", TimeProvider.System);
        var telemetry = rig.Source(TelemetrySource.Name, () => new TelemetrySource(figures, TimeSpan.FromMilliseconds(20), environment, NullLogger.Instance));
        var numbers = rig.Source("numbers", 3_000);
        rig.Sink("measured", () => new MeasuredSink(), Rig.From(numbers));
        rig.Sink("told", () => new KeptRows().Sink(), Rig.From(rig.Workers("telling", 2, () => new TellingTransform(), Rig.From(numbers))));
        rig.Sink(
            "figures",
            () => new ScriptedSink((batch, _) =>
            {
                for (var row = 0; row < batch.Rows; row++)
                    latest[(batch.Schema.Name, Text(batch, 1, row), Text(batch, 2, row), Text(batch, 3, row))] = batch.Column<long>(4)[row];
                return ValueTask.FromResult(Outcome.Delivered);
            }),
            [.. new[] { TelemetryTables.Counters, TelemetryTables.Gauges }.Select(t => Rig.From(telemetry, table: TelemetryTables.All.IndexOf(t)))]);
        await rig.RunAsync();
        Assert.Equal(
            [
                (("pipeline_component_counters", "measured", "rows", ""), 3_000),
                (("pipeline_component_counters", "telling", "rows", ""), 3_000),
                (("pipeline_component_gauges", "measured", "round_trip_ns", "there"), -3_000),
            ],
            latest.Select(f => (f.Key, f.Value)).Order());

        static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));
    }

    [Fact]
    public async Task Whoever_asks_gets_figures_of_the_moment_beside_the_interval()
    {
        var figures = new HostFigures(new ErrorLog());
        var (rig, kept) = (new Rig { Figures = figures }, new KeptRows());
        var environment = new HostEnvironment("host", "/", TimeProvider.System);
        var telemetry = rig.Source(TelemetrySource.Name, () => new TelemetrySource(figures, TimeSpan.FromHours(1), environment, NullLogger.Instance));
        rig.Sink("numbers_end", () => kept.Sink(), Rig.From(rig.Source("numbers", () => new ScriptedSource(async (emitter, stop) =>
        {
            ScriptedSource.Emit(emitter, 0, 7);
            await emitter.FlushAsync();
            await Task.Delay(-1, stop);
        }))));
        var delivered = new List<ulong>();
        var sink = new SamplingSink((batch, _) =>
        {
            for (var row = 0; row < batch.Rows; row++)
                if (Encoding.UTF8.GetString(batch.Text(1, row)) == "numbers_end")
                    delivered.Add(batch.Column<ulong>(5)[row]);
            return ValueTask.FromResult(Outcome.Delivered);
        });
        var table = TelemetryTables.All.IndexOf(TelemetryTables.Components);
        rig.Sink("figures", () => sink, Rig.From(telemetry, table: table));
        await rig.RunAsync(async pipeline =>
        {
            await Until.TrueAsync(() => pipeline.Snapshot().Of("numbers_end").Out == 7);
            for (var asked = 0; asked < 5; asked++)
            {
                var before = delivered.Count;
                await sink.SampleAsync();
                Assert.Equal(7UL, delivered[^1]);
                Assert.InRange(delivered.Count, before + 1, before + 2);
            }

            pipeline.Stop();
        });
    }
}
