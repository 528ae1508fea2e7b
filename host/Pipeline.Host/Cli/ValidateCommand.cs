using System.CommandLine;
using Pipeline.Host.Configuration;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary><c>pipeline validate</c>: everything <c>run</c> does before the first row, and nothing attached.</summary>
internal static class ValidateCommand
{
    public static Command Build()
    {
        var config = CommonOptions.Config(ArgumentArity.OneOrMore);
        var kernel = new Option<bool>("--kernel") { Description = "Load every kernel program through the verifier too; nothing is attached. Needs the privileges of a run." };
        var command = new Command("validate", "Check a configuration: syntax, keys, values, inputs, columns. All mistakes at once; exit code 78 if there are any.") { config, kernel };
        command.SetAction(async (arguments, _) =>
        {
            var files = arguments.GetRequiredValue(config);
            var configuration = await CheckedConfiguration.CheckAsync(
                errors => new ConfigurationReader(errors).ReadFiles(files), [Installation.Plugins], Installation.Environment(false), new StderrLogs(arguments.GetValue(CommonOptions.LogLevel))).ConfigureAwait(false);
            ConfigurationReport.Write(configuration, StandardError.Writer);
            if (configuration.Plan is not { } plan)
                return ExitCode.BadConfiguration;
            var verified = !arguments.GetValue(kernel) || KernelVerification.Write(plan, Console.Out);
            foreach (var component in plan.Components)
                await PluginInstance.DisposeAsync(component.First).ConfigureAwait(false);
            if (verified)
                Console.Out.WriteLine($"{string.Join(", ", files)}: {plan.Components.Count} components, no errors");
            return verified ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
