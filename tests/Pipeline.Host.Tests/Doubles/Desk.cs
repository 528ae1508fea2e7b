using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Doubles;

/// <summary>Plans configurations with the fixture plugins, as the command line does.</summary>
internal sealed class Desk
{
    private static readonly TimeSpan Forever = TimeSpan.FromMinutes(5);

    public static string Fixtures { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "fixtures"));

    public PluginCatalog Catalog { get; init; } = PluginCatalog.Scan([Fixtures]);

    public PluginLoader Loader { get; } = new();

    public HostFigures Figures { get; } = new(new Host.Diagnostics.ErrorLog());

    public LogBook Log { get; } = new();

    public HostEnvironment Environment { get; } = new("host", AppContext.BaseDirectory, TimeProvider.System);

    public List<Diagnostic> Errors { get; } = [];

    public List<Diagnostic> Warnings { get; } = [];

    public IEnumerable<string> Messages => Errors.Select(e => e.ToString());

    public Task<PipelinePlan?> PlanAsync(string toml) => PlanAsync([new SourceText("p.toml", toml)]);

    public async Task<PipelinePlan?> PlanAsync(IReadOnlyList<SourceText> sources)
    {
        var config = new ConfigurationReader(Errors).Read(sources);
        var binder = new OptionBinder(new Substitution(System.Environment.GetEnvironmentVariable), Errors);
        var settings = binder.Bind(typeof(HostSettings), config.Settings, config.Settings.Span, "pipeline") as HostSettings;
        var planner = new Planner(config, Catalog, Loader, Environment, Log, Figures);
        var plan = await planner.PlanAsync(settings, Errors.Count == 0);
        Errors.AddRange(planner.Errors);
        Warnings.AddRange(planner.Warnings);
        return Errors.Count > 0 ? null : plan;
    }

    /// <summary>Plans and runs; the ledger must balance and close.</summary>
    public async Task<Host.Ledger.LedgerSnapshot> RunAsync(string toml, Func<RunningPipeline, Task>? during = null)
    {
        var plan = await PlanAsync(toml);
        Assert.Empty(Messages);
        var arena = new Arena(64 << 20);
        using var pipeline = new RunningPipeline(plan!, arena, Environment, Log);
        Figures.Follow(pipeline);
        var running = pipeline.RunAsync(CancellationToken.None);
        if (during is not null)
            await during(pipeline).WaitAsync(Forever);
        Assert.True(await running.WaitAsync(Forever));
        var ledger = pipeline.Snapshot();
        LedgerRules.Closed(ledger, balanced: true);
        Assert.Equal(0, arena.InUse);
        return ledger;
    }
}
