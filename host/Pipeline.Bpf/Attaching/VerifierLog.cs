using System.Text.RegularExpressions;

namespace Pipeline.Bpf.Attaching;

/// <summary>
/// A verifier log holds every instruction it walked; the cause stands at the end. What a reader needs is that, the instructions that led there
/// and the line of C they came from.
/// </summary>
internal static partial class VerifierLog
{
    private const int Kept = 8;
    private const int FarthestSourceLine = 24;

    /// <summary>The useful end, with the number of lines left out in front of it.</summary>
    internal static string Cut(string log)
    {
        var lines = log.Split('\n').Select(l => l.TrimEnd()).ToList();
        while (lines.Count > 0 && IsStatistics(lines[^1]))
            lines.RemoveAt(lines.Count - 1);
        var first = Math.Max(0, lines.Count - Kept);
        for (var i = first; i >= 0 && i >= lines.Count - FarthestSourceLine; i--)
            if (IsSource(lines[i]))
            {
                first = i;
                break;
            }

        var end = string.Join('\n', lines.Skip(first));
        return first == 0 ? end : $"({first} lines omitted)\n{end}";
    }

    /// <summary>The function over which the verifier stopped because the kernel has none of that name for programs of the type; null if it stopped over something else.</summary>
    internal static string? MissingFunction(string log) => Find(UnknownFunction(), log, fromEnd: 0);

    /// <summary>The hook over which the verifier stopped because it has fewer arguments on this kernel; null if it stopped over something else.</summary>
    internal static string? HookOfFewerArguments(string log) => Find(MissingArgument(), log, fromEnd: 1);

    private static string? Find(Regex said, string log, int fromEnd)
    {
        string[] lines = [.. log.Split('\n').Select(l => l.TrimEnd()).Where(l => !IsStatistics(l))];
        return lines.Length > fromEnd && said.Match(lines[^(fromEnd + 1)]) is { Success: true } match ? match.Groups[1].Value : null;
    }

    // As Linux up to 6.8 says it, and later ones.
    [GeneratedRegex("^(?:unknown func|program of this type cannot use helper) (bpf_\\w+)#[0-9]+$")]
    private static partial Regex UnknownFunction();

    [GeneratedRegex("^func '(\\w+)' doesn't have [0-9]+-th argument$")]
    private static partial Regex MissingArgument();

    private static bool IsSource(string line) => line.StartsWith("; ", StringComparison.Ordinal);

    private static bool IsStatistics(string line) =>
        line.Length == 0 || line.StartsWith("processed ", StringComparison.Ordinal) || line.StartsWith("verification time ", StringComparison.Ordinal)
        || line.StartsWith("stack depth ", StringComparison.Ordinal);
}
