using System.CommandLine;

namespace Pipeline.Host.Cli.Completion;

/// <summary><c>pipeline completion</c>: prints a script that teaches a shell to complete our command lines.</summary>
internal static class CompletionCommand
{
    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionScript.Shells]);
        var command = new Command("completion", "Print a script that makes a shell complete commands, options and names. For bash: source <(pipeline completion bash)") { shell };
        command.SetAction(arguments =>
        {
            Console.Out.Write(CompletionScript.For(arguments.GetRequiredValue(shell)));
            return ExitCode.Ok;
        });
        return command;
    }
}
