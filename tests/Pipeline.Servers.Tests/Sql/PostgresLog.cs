using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Servers.Tests.Servers;

namespace Pipeline.Servers.Tests.Sql;

/// <summary>What PostgreSQL's log says was executed, of statements of one line.</summary>
internal static partial class PostgresLog
{
    /// <summary>Statements by the port of the client, in their order, with values of parameters; errors as their SQLSTATE.</summary>
    internal static async Task<ILookup<int, string>> ReadAsync(TemporaryFolder folder, ServerProcess server)
    {
        // A process of the server's own writes it, after a while: when it has written this, it has written all.
        var mark = $"mark-{Guid.NewGuid():N}";
        await Postgres.RunAsync(server, "psql", "-q", "-c", $"select '{mark}'");
        await WaitForAsync(folder, mark);
        List<(int Port, string Said)> said = [];
        foreach (var line in await File.ReadAllLinesAsync(folder.Path("postgres/log")))
        {
            if (Line().Match(line) is not { Success: true } match)
                continue;
            var port = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
            if (match.Groups["values"].Success)
                said[^1] = (port, said[^1].Said + " " + string.Join('|', Value().Matches(match.Groups["values"].Value).Select(v => v.Groups["null"].Success ? "NULL" : v.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal))));
            else
                said.Add((port, match.Groups["error"].Success ? "error " + match.Groups["state"].Value : match.Groups["text"].Value));
        }

        return said.ToLookup(s => s.Port, s => s.Said);
    }

    /// <summary>Until a text is in it.</summary>
    internal static async Task WaitForAsync(TemporaryFolder folder, string text)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!File.Exists(folder.Path("postgres/log")) || !(await File.ReadAllTextAsync(folder.Path("postgres/log"), patience.Token)).Contains(text, StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }

    [GeneratedRegex(@"^127\.0\.0\.1\((?<port>[0-9]+)\)\|(?<state>[0-9A-Z]{5})\|(LOG:  (statement|execute [^:]*): (?<text>.*)|DETAIL:  parameters: (?<values>.*)|(?<error>ERROR):  .*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\$[0-9]+ = ((?<null>NULL)|'(?<text>([^']|'')*)')")]
    private static partial Regex Value();
}
