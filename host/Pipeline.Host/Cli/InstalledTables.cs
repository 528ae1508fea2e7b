using Pipeline.Host.Cli.Completion;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>The tables there are without a configuration: those of every installed kernel program, and the host's own figures.</summary>
internal sealed record InstalledTables(IReadOnlyList<DescribedTable> Tables, IReadOnlyList<string> Problems)
{
    public static async Task<InstalledTables> ReadAsync(StderrLogs logs)
    {
        var (tables, problems) = (new List<DescribedTable>(), new List<string>());
        foreach (var program in InstalledNames.Programs())
        {
            // A configuration of its own, so that one program's mistake does not hide the others' tables.
            var configuration = await CheckedConfiguration.CheckAsync(
                errors => new ConfigurationReader(errors).Read([SourceOf(program)]), [Installation.Plugins], Installation.Environment(false), logs).ConfigureAwait(false);
            problems.AddRange(configuration.Errors.Select(e => DiagnosticPrinter.Format(e)));
            foreach (var component in configuration.Plan?.Components ?? [])
            {
                tables.AddRange(component.Tables.Select(t => new DescribedTable($"program {program}", t)));
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            }
        }

        tables.AddRange(TelemetryTables.All.Select(t => new DescribedTable($"source {TelemetrySource.Name}", t)));
        return new InstalledTables(tables, problems);
    }

    private static SourceText SourceOf(string program) =>
        new($"bpf/{program}.bpf.o", $"[sources.{TomlText.Key(program)}]\ntype = \"bpf\"\nobject = {TomlText.Quote(program)}\n");
}
