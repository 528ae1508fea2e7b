using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Cli.Completion;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Cli;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    private static readonly string[] Levels = [.. Enum.GetNames<LogLevel>().Select(SnakeCase.From)];

    public static Option<LogLevel?> LogLevel { get; } = MakeLogLevel();

    public static Argument<string[]> Config(ArgumentArity arity) => new("CONFIG")
    {
        Description = "TOML files, or directories of them.",
        Arity = arity,
    };

    public static Option<TimeSpan?> For() => new("--for")
    {
        Description = "Stop after this long: 10s, 1m30s. Default: on Ctrl-C, or when the input ends.",
        CustomParser = Duration,
        HelpName = "DURATION",
    };

    public static Option<string?> Ledger() => new("--ledger")
    {
        Description = "Write the final ledger to this file as JSON.",
        HelpName = "FILE",
    };

    public static Option<bool> IncludeSelf() => new("--include-self")
    {
        Description = "Show the host's own activity too.",
    };

    private static Option<LogLevel?> MakeLogLevel()
    {
        var option = new Option<LogLevel?>("--log-level")
        {
            Description = $"Least severe message on standard error: {string.Join(", ", Levels)}. Default: the configuration's log_level.",
            CustomParser = Level,
            HelpName = "LEVEL",
            Recursive = true,
        };
        option.CompletionSources.Add(_ => Words.Completions(Levels));
        return option;
    }

    private static LogLevel? Level(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        // By name only: an enum would also take numbers, and capitals that no configuration takes.
        if (Array.IndexOf(Levels, word) is >= 0 and var level)
            return (LogLevel)level;
        var nearest = Suggestions.Nearest(word, Levels) is { } near ? $"; did you mean {near}?" : "";
        result.AddError($"'{word}' is not a log level (expected one of {string.Join(", ", Levels)}){nearest}");
        return null;
    }

    /// <summary>Reads a duration as configurations spell them.</summary>
    public static TimeSpan? Duration(ArgumentResult result)
    {
        if (DurationText.TryParse(result.Tokens[0].Value, out TimeSpan duration))
            return duration;
        result.AddError($"'{result.Tokens[0].Value}' is not a duration (expected one like 10s or 1m30s)");
        return null;
    }
}
