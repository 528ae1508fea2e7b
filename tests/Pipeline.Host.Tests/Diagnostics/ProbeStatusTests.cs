using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Diagnostics;

/// <summary>What became of kernel programs is told in rows, also of those whose source is over before anybody looks.</summary>
public sealed class ProbeStatusTests
{
    private static readonly ProgramStatus Refused =
        new("start__block_io_start__tp_btf", "start", "block_io_start", "tp_btf", ProgramState.LoadRefused) { Detail = "there is no such tracepoint" };

    [Fact]
    public async Task A_source_that_cannot_run_here_leaves_its_programs_and_their_errors_behind()
    {
        var rows = await RunAsync(() => new KernelDouble(Refused, KernelDouble.Accounts(), (_, _) => throw new UnavailableException("no variant")), ends: false);

        Assert.Equal(["disks|block_io_start|load_refused|there is no such tracepoint|start__block_io_start__tp_btf|start|tp_btf"], rows);
    }

    [Fact]
    public async Task A_program_whose_state_stays_has_one_row_however_long_it_runs()
    {
        var attached = Refused with { State = ProgramState.Attached, Detail = null };

        var rows = await RunAsync(() => new KernelDouble(attached, KernelDouble.Accounts(filtered: 5), (_, _) => Task.Delay(300, CancellationToken.None)), ends: true);

        Assert.Equal(["disks|block_io_start|attached||start__block_io_start__tp_btf|start|tp_btf"], rows);
    }

    [Fact]
    public async Task What_a_kernel_source_counted_before_a_restart_stays_in_the_books()
    {
        var rig = new Rig();
        var runs = 0;
        var source = rig.Source(
            "kernel",
            () => new KernelDouble(Refused, KernelDouble.Accounts(filtered: ++runs), (_, _) => runs < 3 ? throw new InvalidOperationException("broken") : Task.CompletedTask));
        rig.Sink("sink", () => new KeptRows().Sink(TimeSpan.Zero), Rig.From(source));

        var ledger = await rig.RunAsync();

        // 1, 2 and 3 of the three instances.
        Assert.Equal(6, ledger.Of("kernel").Kernel!.Attempted);
    }

    [Fact]
    public async Task A_transforms_programs_are_told_once_for_all_its_workers()
    {
        var figures = new HostFigures(new ErrorLog());
        var rig = new Rig { Figures = figures };
        var transform = rig.Workers("telling", 2, () => new TellingTransform(), Rig.From(rig.Source("numbers", 3_000)));
        rig.Sink("rows", () => new KeptRows().Sink(), Rig.From(transform));
        await rig.RunAsync();

        Assert.Equal([TellingTransform.Program with { RunCount = 3_000 }], figures.Components.Single(c => c.Plan.Name == "telling").ReadPrograms());
    }

    [Theory]
    [InlineData("pipeline_programs", true)]
    [InlineData("pipeline_host", false)]
    public async Task What_programs_cost_is_wanted_only_where_somebody_takes_it(string table, bool wanted)
    {
        var figures = new HostFigures(new ErrorLog());
        var rig = new Rig { Figures = figures };
        var environment = new HostEnvironment("host", "/", TimeProvider.System);
        var telemetry = rig.Source(TelemetrySource.Name, () => new TelemetrySource(figures, TimeSpan.FromHours(1), environment, NullLogger.Instance));
        rig.Sink("rows", () => new KeptRows().Sink(), Rig.From(rig.Workers("telling", 2, () => new TellingTransform(), Rig.From(rig.Source("numbers", 10)))));
        rig.Sink("figures", () => new KeptRows().Sink(), Rig.From(telemetry, table: TelemetryTables.All.ToList().FindIndex(t => t.Name == table)));
        await rig.RunAsync();

        Assert.Equal(wanted, figures.WantsProgramCosts);
    }

    [Fact]
    public async Task What_programs_cost_is_not_wanted_where_there_are_none()
    {
        var figures = new HostFigures(new ErrorLog());
        var rig = new Rig { Figures = figures };
        var environment = new HostEnvironment("host", "/", TimeProvider.System);
        var telemetry = rig.Source(TelemetrySource.Name, () => new TelemetrySource(figures, TimeSpan.FromHours(1), environment, NullLogger.Instance));
        rig.Sink("rows", () => new KeptRows().Sink(), Rig.From(rig.Source("numbers", 10)));
        rig.Sink("figures", () => new KeptRows().Sink(), Rig.From(telemetry, table: TelemetryTables.All.IndexOf(TelemetryTables.Programs)));
        await rig.RunAsync();

        Assert.False(figures.WantsProgramCosts);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(Func<ISource> observed, bool ends)
    {
        var figures = new HostFigures(new ErrorLog());
        var rig = new Rig { Figures = figures, Ends = ends };
        var rows = new List<string>();
        var environment = new HostEnvironment("host", "/", TimeProvider.System);
        var telemetry = rig.Source(TelemetrySource.Name, () => new TelemetrySource(figures, TimeSpan.FromMilliseconds(20), environment, NullLogger.Instance));
        var source = rig.Source("disks", observed);
        rig.Sink("rows", () => new KeptRows().Sink(), Rig.From(source));
        rig.Sink(
            "probes",
            () => new ScriptedSink((batch, _) =>
            {
                for (var row = 0; row < batch.Rows; row++)
                    rows.Add(string.Join('|', Enumerable.Range(1, batch.Schema.Columns.Length - 1).Select(c => Encoding.UTF8.GetString(batch.Text(c, row)))));
                return ValueTask.FromResult(Outcome.Delivered);
            }),
            Rig.From(telemetry, table: TelemetryTables.All.IndexOf(TelemetryTables.ProbeStatus)));
        await rig.RunAsync();
        return rows;
    }
}
