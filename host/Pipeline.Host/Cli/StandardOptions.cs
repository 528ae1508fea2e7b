using System.CommandLine;
using System.CommandLine.Help;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Cli;

/// <summary>What the command line library brings with it, made to fit.</summary>
internal static class StandardOptions
{
    public static void Adapt(RootCommand root)
    {
        var version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the versions of host, contract, .NET and libbpf.";
        version.Action = new HostVersion();
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show this help.";
        // It also answers to /h and /?, which are paths here.
        help.Aliases.Clear();
        help.Aliases.Add("-h");
        foreach (var command in root.Subcommands)
            foreach (var argument in command.Arguments)
                RejectOptions(argument, [.. command.Options.Concat(root.Options).Select(o => o.Name)]);
    }

    // The library takes a misspelt option for an argument, and the user would be told that there is no such file.
    private static void RejectOptions(Argument argument, string[] known) => argument.Validators.Add(result =>
    {
        foreach (var word in result.Tokens.Select(t => t.Value).Where(w => w.StartsWith('-')))
            result.AddError($"unknown option '{word}'{(Suggestions.Nearest(word, known) is { } near ? $"; did you mean {near}?" : $" (a file of that name is ./{word})")}");
    });
}
