using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Configuration;

/// <summary>A configuration after all checks that need neither kernel nor network: what <c>run</c> starts from and <c>validate</c> ends with.</summary>
internal sealed class CheckedConfiguration
{
    private CheckedConfiguration()
    {
    }

    /// <summary>The plan; null when there were errors. Whoever does not run it disposes its instances.</summary>
    public PipelinePlan? Plan { get; private init; }

    public required IReadOnlyList<Diagnostic> Errors { get; init; }

    public required IReadOnlyList<Diagnostic> Warnings { get; init; }

    /// <summary>The surroundings, as the configuration says to look at them.</summary>
    public required HostEnvironment Environment { get; init; }

    public required PluginLoader Plugins { get; init; }

    public required HostFigures Figures { get; init; }

    /// <param name="read">Reads the configuration, adding what is wrong to the list.</param>
    /// <param name="pluginRoots">Folders with plugin folders; the configuration may add more.</param>
    /// <param name="environment">What components will be lent, as this process alone sees it.</param>
    /// <param name="logs">Makes the components' logs.</param>
    public static async Task<CheckedConfiguration> CheckAsync(
        Func<List<Diagnostic>, PipelineConfig> read, IEnumerable<string> pluginRoots, HostEnvironment environment, StderrLogs logs)
    {
        var errors = new List<Diagnostic>();
        var config = read(errors);
        var binder = new OptionBinder(new Substitution(System.Environment.GetEnvironmentVariable), errors);
        binder.RejectUnknown(config.Settings, "pipeline", [.. OptionDescription.Of(typeof(HostSettings)).Select(o => o.Name)]);
        var settings = (HostSettings?)binder.Bind(typeof(HostSettings), config.Settings, config.Settings.Span, "pipeline");
        environment = MachineView.From(environment, settings?.HostRoot);
        if (MachineView.ProblemWith(environment.HostRoot) is { } problem)
            errors.Add(new Diagnostic(config.Settings.TryGetValue("host_root", out var root) ? root.Span : config.Settings.Span, "pipeline.host_root", problem));
        var catalog = PluginCatalog.Scan([.. pluginRoots, .. settings?.Plugins ?? []]);
        var (plugins, figures) = (new PluginLoader(), new HostFigures(logs.Errors));
        var planner = new Planner(config, catalog, plugins, environment with { DataDirectory = DataDirectory.Of(settings?.DataDir ?? "") }, logs, figures);
        // A mistake anywhere voids the plan, but all mistakes are wanted.
        var plan = await planner.PlanAsync(settings, errors.Count == 0).ConfigureAwait(false);
        return new CheckedConfiguration
        {
            Plan = plan,
            Errors = [.. errors.Concat(planner.Errors).OrderBy(e => e.Span.Source.Name, StringComparer.Ordinal).ThenBy(e => e.Span.Start)],
            Warnings = planner.Warnings,
            Environment = environment,
            Plugins = plugins,
            Figures = figures,
        };
    }
}
