using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>What strace saw of executions: its words for <c>-f -e trace=execve,execveat -s 200000 -xx</c>.</summary>
internal static partial class Strace
{
    private static readonly Dictionary<string, int> Errors = new() { ["ENOENT"] = 2, ["E2BIG"] = 7, ["ENOEXEC"] = 8, ["EACCES"] = 13, ["ENOTDIR"] = 20, ["ELOOP"] = 40 };

    internal static string[] Command(string log, params ReadOnlySpan<string> traced) =>
        ["strace", "-f", "-e", "trace=execve,execveat", "-e", "signal=none", "-s", "200000", "-xx", "-o", log, .. traced];

    internal static IReadOnlyList<Execution> Read(string log)
    {
        var executions = new List<Execution>();
        var unfinished = new Dictionary<int, Execution>();
        foreach (var line in File.ReadLines(log))
        {
            if (Resumed().Match(line) is { Success: true } resumed)
            {
                if (unfinished.Remove(Number(resumed, "pid"), out var begun))
                    executions.Add(begun with { Result = Result(resumed) });
            }
            else if (Call().Match(line) is { Success: true } call)
            {
                var execution = new Execution(Number(call, "pid"), call.Groups["call"].Value, 0, [.. call.Groups["argument"].Captures.Select(a => a.Value.Replace("\\x", "", StringComparison.Ordinal))]);
                if (call.Groups["unfinished"].Success)
                    unfinished.Add(execution.Pid, execution);
                else
                    executions.Add(execution with { Result = Result(call) });
            }
        }

        return executions;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static int Result(Match match) => match.Groups["error"].Success ? -Errors[match.Groups["error"].Value] : 0;

    [GeneratedRegex("""^(?<pid>\d+) +(?<call>execve|execveat)\((\w+, )?"[^"]*", \[("(?<argument>[^"]*)"(, )?)*\], .*(( += +(0|-1 (?<error>E\w+).*))|(?<unfinished><unfinished \.\.\.>))$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();

    [GeneratedRegex("""^(?<pid>\d+) +<\.\.\. \w+ resumed>.*= +(0|-1 (?<error>E\w+).*)$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Resumed();
}
