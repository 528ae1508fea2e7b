using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Configuration;

namespace Pipeline.Host.Cli;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<LogLevel?> LogLevel { get; } = new("--log-level")
    {
        Description = "Least severe message on standard error: trace, debug, information, warning, error, critical, none. Default: the configuration's log_level.",
        Recursive = true,
    };

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

    private static TimeSpan? Duration(ArgumentResult result)
    {
        if (DurationText.TryParse(result.Tokens[0].Value, out var duration))
            return duration;
        result.AddError($"'{result.Tokens[0].Value}' is not a duration (expected one like 10s or 1m30s)");
        return null;
    }
}
