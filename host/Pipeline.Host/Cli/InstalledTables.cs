using Pipeline.Bpf;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>The tables there are without a configuration: those of every installed kernel program, of sources that need no options, and the host's own figures.</summary>
internal sealed record InstalledTables(IReadOnlyList<TableGroup> Groups, IReadOnlyList<string> Problems)
{
    public static async Task<InstalledTables> ReadAsync(StderrLogs logs)
    {
        var (groups, problems) = (new List<TableGroup>(), new List<string>());
        var targets = WrapTarget.All(PluginCatalog.Scan([Installation.Plugins])).ToList();
        foreach (var program in targets.Where(t => t.Kind == WrapTargetKind.Object))
        {
            var configuration = await CheckAsync(program, $"type = \"bpf\"\nobject = {TomlText.Quote(program.Name)}\n", logs).ConfigureAwait(false);
            problems.AddRange(configuration.Errors.Select(e => $"program {program.Name}: {e.Message}"));
            foreach (var component in configuration.Plan?.Components ?? [])
            {
                var spec = BpfObjectSpec.Read(program.Path);
                groups.Add(new TableGroup($"program {program.Name}", spec.Schemas, spec.Options) { OptionOf = spec.OptionOf });
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            }
        }

        foreach (var source in targets.Where(t => t.Kind == WrapTargetKind.Source))
        {
            // One that needs options has mistakes here, and its tables are what the options make of them.
            var configuration = await CheckAsync(source, $"type = {TomlText.Quote(source.Name)}\n", logs).ConfigureAwait(false);
            foreach (var component in configuration.Plan?.Components ?? [])
            {
                // Those of its kernel programs are there already.
                var own = component.Tables.Where(t => !groups.Any(g => g.Tables.Any(known => known.Name == t.Name))).ToList();
                if (own.Count > 0)
                    groups.Add(new TableGroup($"source {source.Name}", own, []));
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            }
        }

        groups.Add(new TableGroup($"source {TelemetrySource.Name}", TelemetryTables.All, []));
        return new InstalledTables(groups, problems);
    }

    // A configuration of its own, so that one's mistake does not hide the others' tables.
    private static Task<CheckedConfiguration> CheckAsync(WrapTarget target, string options, StderrLogs logs)
    {
        var text = new SourceText(target.Path, $"[sources.{TomlText.Key(target.Name)}]\n{options}");
        return CheckedConfiguration.CheckAsync(errors => new ConfigurationReader(errors).Read([text]), [Installation.Plugins], Installation.Environment(false), logs);
    }
}
