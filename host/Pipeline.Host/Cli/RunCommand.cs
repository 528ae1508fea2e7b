using System.CommandLine;
using Pipeline.Host.Configuration;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Cli;

/// <summary><c>pipeline run</c>: runs a configuration until a signal, the end of its input, or a time.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        var config = CommonOptions.Config(ArgumentArity.OneOrMore);
        var (duration, ledger, includeSelf) = (CommonOptions.For(), CommonOptions.Ledger(), CommonOptions.IncludeSelf());
        var command = new Command("run", "Run a configuration. The ledger is printed on exit; SIGUSR1 prints it at any time.") { config, duration, ledger, includeSelf };
        command.SetAction((arguments, _) =>
        {
            var session = new Session(new StderrLogs(arguments.GetValue(CommonOptions.LogLevel)), arguments.GetValue(includeSelf))
            {
                Duration = arguments.GetValue(duration),
                LedgerFile = arguments.GetValue(ledger),
                Report = final => LedgerText.Write(final, StandardError.Writer),
            };
            return session.RunAsync(errors => new ConfigurationReader(errors).ReadFiles(arguments.GetRequiredValue(config)));
        });
        return command;
    }
}
