using System.CommandLine;
using Pipeline.Host.Cli.Completion;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;

namespace Pipeline.Host.Cli;

/// <summary><c>pipeline wrap</c>: a source, or a whole pipeline, on the terminal.</summary>
internal static class WrapCommand
{
    public static Command Build()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "A pipeline, a source type or a kernel program. Without it: what there is.",
            // Else all there are stand here.
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add(_ => Words.Completions(WrapTarget.All(PluginCatalog.Scan([Installation.Plugins])).Select(t => t.Name)));
        var words = new Argument<string[]>("key=value") { Description = "Options of the source or program, or columns to narrow by: pid=42 comm=nginx.", Arity = ArgumentArity.ZeroOrMore };
        var (duration, ledger, includeSelf) = (CommonOptions.For(), CommonOptions.Ledger(), CommonOptions.IncludeSelf());
        var format = new Option<string?>("--format") { Description = "How rows are printed. Default: table.", HelpName = "table|json|logfmt" };
        format.AcceptOnlyFromAmong("table", "json", "logfmt");
        var columns = new Option<string?>("--columns") { Description = "Only these columns, in this order.", HelpName = "a,b" };
        var where = new Option<string?>("--where") { Description = "Only rows that meet a condition: 'latency_ns > 1ms && comm == \"nginx\"'.", HelpName = "EXPR" };
        var every = new Option<TimeSpan?>("--every")
        {
            Description = "Read and show figures this often, each time what was added; on a terminal in place of the last ones. Default: once, at the end.",
            CustomParser = CommonOptions.Duration,
            HelpName = "DURATION",
        };
        var sort = new Option<string?>("--sort") { Description = "Order figures by this column, largest first. Default: the first that counts.", HelpName = "COLUMN" };
        var rows = new Option<int?>("--rows") { Description = "Show at most this many rows of figures at a time; 0: all. Default: 20 in a table.", HelpName = "N" };
        var command = new Command("wrap", "Show rows on the terminal: rows on standard output, everything else on standard error.")
        {
            name, words, duration, every, format, columns, where, sort, rows, ledger, includeSelf,
        };
        words.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (token.Value.IndexOf('=', StringComparison.Ordinal) <= 0)
                    result.AddError($"'{token.Value}' is not of the form key=value");
        });
        command.SetAction(async (arguments, _) =>
        {
            var catalog = PluginCatalog.Scan([Installation.Plugins]);
            var targets = WrapTarget.All(catalog);
            if (arguments.GetValue(name) is not { } wanted)
            {
                WrapListing.Write(targets, Console.Out);
                return ExitCode.Ok;
            }

            if (targets.FirstOrDefault(t => t.Name == wanted) is not { } target)
            {
                WrapListing.WriteUnknown(wanted, targets, StandardError.Writer);
                return ExitCode.WrongCommandLine;
            }

            var settings = (arguments.GetValue(words) ?? []).Select(w => w.Split('=', 2)).Select(w => KeyValuePair.Create(w[0], w[1]));
            var request = new WrapRequest(
                target,
                [.. settings],
                arguments.GetValue(format),
                arguments.GetValue(columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                arguments.GetValue(where),
                arguments.GetValue(every),
                arguments.GetValue(sort),
                arguments.GetValue(rows));
            var configuration = new WrapConfiguration(request, catalog);
            var view = new WrapView(configuration, StandardError.Writer);
            var session = new Session(new StderrLogs(arguments.GetValue(CommonOptions.LogLevel)), arguments.GetValue(includeSelf))
            {
                Duration = arguments.GetValue(duration),
                LedgerFile = arguments.GetValue(ledger),
                Watch = view.WatchAsync,
                Report = view.Summarise,
                IsOfCommandLine = WrapConfiguration.IsOfCommandLine,
            };
            return await session.RunAsync(configuration.Read).ConfigureAwait(false);
        });
        return command;
    }
}
