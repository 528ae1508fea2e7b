using Pipeline.Bpf;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>
/// The tables there are without a configuration: those of every installed kernel program, what sources tell besides, and the host's own figures. Of a source that
/// cannot do without options nobody knows its tables.
/// </summary>
internal sealed record InstalledTables(IReadOnlyList<TableGroup> Groups, IReadOnlyList<string> Problems)
{
    public static async Task<InstalledTables> ReadAsync(StderrLogs logs)
    {
        var (groups, problems) = (new List<TableGroup>(), new List<string>());
        var targets = WrapTarget.All(PluginCatalog.Scan([Installation.Plugins]));
        foreach (var program in targets.Where(t => t.Kind == WrapTargetKind.Object))
        {
            var configuration = await CheckAsync(ObjectSource(program), logs).ConfigureAwait(false);
            problems.AddRange(configuration.Errors.Select(e => $"program {program.Name}: {e.Message}"));
            foreach (var component in configuration.Plan?.Components ?? [])
            {
                var spec = BpfObjectSpec.Read(program.Path);
                groups.Add(new TableGroup($"program {program.Name}", spec.Schemas, spec.Options) { OptionOf = spec.OptionOf });
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            }
        }

        foreach (var source in targets.Where(t => t.Kind == WrapTargetKind.Source))
            foreach (var component in (await CheckAsync(Source(source), logs).ConfigureAwait(false)).Plan?.Components ?? [])
            {
                var known = groups.SelectMany(g => g.Tables).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
                if (component.Tables.Where(t => !known.Contains(t.Name)).ToArray() is { Length: > 0 } tables)
                    groups.Add(new TableGroup($"source {source.Name}", tables, []));
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            }

        groups.Add(new TableGroup($"source {TelemetrySource.Name}", TelemetryTables.All, []));
        return new InstalledTables(groups, problems);
    }

    // A configuration of its own, so that one's mistake does not hide the others' tables.
    private static Task<CheckedConfiguration> CheckAsync(SourceText text, StderrLogs logs) =>
        CheckedConfiguration.CheckAsync(errors => new ConfigurationReader(errors).Read([text]), [Installation.Plugins], Installation.Environment(false), logs);

    private static SourceText Source(WrapTarget source) => new(source.Path, $"[sources.{TomlText.Key(source.Name)}]\ntype = {TomlText.Quote(source.Name)}\n");

    private static SourceText ObjectSource(WrapTarget program) =>
        new(program.Path, $"[sources.{TomlText.Key(program.Name)}]\ntype = \"bpf\"\nobject = {TomlText.Quote(program.Name)}\n");
}
