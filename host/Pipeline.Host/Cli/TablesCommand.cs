using System.CommandLine;
using Pipeline.Host.Configuration;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary><c>pipeline tables</c>: every table with its columns, of a configuration or of all that is installed.</summary>
internal static class TablesCommand
{
    public static Command Build()
    {
        var config = CommonOptions.Config(ArgumentArity.ZeroOrMore);
        config.Description += " Default: every installed kernel program, the sources that need no options, and the host's own figures.";
        var markdown = new Option<bool>("--markdown") { Description = "Print a page of Markdown instead." };
        var command = new Command("tables", "List tables with their columns: name, type, unit and meaning.") { config, markdown };
        command.SetAction(async (arguments, _) =>
        {
            var files = arguments.GetValue(config) ?? [];
            var logs = new StderrLogs(arguments.GetValue(CommonOptions.LogLevel));
            Action<IReadOnlyList<TableGroup>, TextWriter> write = arguments.GetValue(markdown) ? TableListing.WriteMarkdown : TableListing.Write;
            return files.Length > 0 ? await WriteConfiguredAsync(files, logs, write).ConfigureAwait(false) : await WriteInstalledAsync(logs, write).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> WriteConfiguredAsync(string[] files, StderrLogs logs, Action<IReadOnlyList<TableGroup>, TextWriter> write)
    {
        var configuration = await CheckedConfiguration.CheckAsync(
            errors => new ConfigurationReader(errors).ReadFiles(files), [Installation.Plugins], Installation.Environment(false), logs).ConfigureAwait(false);
        ConfigurationReport.Write(configuration, StandardError.Writer);
        if (configuration.Plan is not { } plan)
            return ExitCode.BadConfiguration;
        write([.. plan.Components.Where(c => c.Tables.Count > 0).Select(c => new TableGroup($"{SnakeCase.From(c.Kind.ToString())} {c.Name}", c.Tables, []))], Console.Out);
        foreach (var component in plan.Components)
            await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task<int> WriteInstalledAsync(StderrLogs logs, Action<IReadOnlyList<TableGroup>, TextWriter> write)
    {
        var installed = await InstalledTables.ReadAsync(logs).ConfigureAwait(false);
        write(installed.Groups, Console.Out);
        foreach (var problem in installed.Problems)
            StandardError.Writer.WriteLine($"error: {problem}");
        return installed.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
