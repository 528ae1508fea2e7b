using System.CommandLine;
using Pipeline.Host.Cli;
using Pipeline.Host.Cli.Completion;
using Pipeline.Host.Cli.Doctor;

var root = new RootCommand("Turns what a Linux machine does into tables, and delivers them; every row is accounted for.")
{
    CommonOptions.LogLevel,
    RunCommand.Build(),
    WrapCommand.Build(),
    ValidateCommand.Build(),
    DoctorCommand.Build(),
    PluginsCommand.Build(),
    TablesCommand.Build(),
    CompletionCommand.Build(),
};
StandardOptions.Adapt(root);
var arguments = root.Parse(args);
// Signals are the session's: it stops in order and has a deadline of its own.
var exitCode = await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return arguments.Errors.Count > 0 ? ExitCode.WrongCommandLine : exitCode;
