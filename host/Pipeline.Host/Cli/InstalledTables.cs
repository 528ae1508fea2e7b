using Pipeline.Bpf;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>The tables there are without a configuration: those of every installed kernel program, and the host's own figures.</summary>
internal sealed record InstalledTables(IReadOnlyList<TableGroup> Groups, IReadOnlyList<string> Problems)
{
    public static async Task<InstalledTables> ReadAsync(StderrLogs logs)
    {
        var (groups, problems) = (new List<TableGroup>(), new List<string>());
        foreach (var program in WrapTarget.All(PluginCatalog.Scan([Installation.Plugins])).Where(t => t.Kind == WrapTargetKind.Object))
        {
            // A configuration of its own, so that one program's mistake does not hide the others' tables.
            var configuration = await CheckedConfiguration.CheckAsync(
                errors => new ConfigurationReader(errors).Read([SourceOf(program)]), [Installation.Plugins], Installation.Environment(false), logs).ConfigureAwait(false);
            problems.AddRange(configuration.Errors.Select(e => $"program {program.Name}: {e.Message}"));
            foreach (var component in configuration.Plan?.Components ?? [])
            {
                var spec = BpfObjectSpec.Read(program.Path);
                groups.Add(new TableGroup($"program {program.Name}", spec.Schemas, spec.Options) { OptionOf = spec.OptionOf });
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            }
        }

        groups.Add(new TableGroup($"source {TelemetrySource.Name}", TelemetryTables.All, []));
        return new InstalledTables(groups, problems);
    }

    private static SourceText SourceOf(WrapTarget program) =>
        new(program.Path, $"[sources.{TomlText.Key(program.Name)}]\ntype = \"bpf\"\nobject = {TomlText.Quote(program.Name)}\n");
}
