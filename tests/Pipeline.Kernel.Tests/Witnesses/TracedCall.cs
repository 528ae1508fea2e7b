using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A system call that strace saw return.</summary>
/// <param name="Thread">Who made it.</param>
/// <param name="Name">As strace names it.</param>
/// <param name="Arguments">As strace prints them.</param>
/// <param name="Result">What it returned; -1 for an error.</param>
/// <param name="Error">The error's name; empty if there was none.</param>
internal sealed partial record TracedCall(int Thread, string Name, string Arguments, long Result, string Error)
{
    /// <summary>Reads what <c>strace -f -o</c> wrote, with calls that other threads interrupt put together again. Calls that never return are left out.</summary>
    internal static IReadOnlyList<TracedCall> Read(string log)
    {
        var calls = new List<TracedCall>();
        var unfinished = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(log))
        {
            var (thread, text) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[line.IndexOf(' ', StringComparison.Ordinal)..].TrimStart());
            if (Cut().Match(text) is { Success: true } cut)
                unfinished[thread] = cut.Groups["begin"].Value;
            else if (Whole().Match(Resumed().Replace(text, m => unfinished.Remove(thread, out var begin) ? begin : m.Value)) is { Success: true } call)
                calls.Add(new TracedCall(
                    int.Parse(thread, CultureInfo.InvariantCulture),
                    call.Groups["name"].Value,
                    call.Groups["arguments"].Value,
                    call.Groups["error"].Success ? -1 : ToNumber(call.Groups["result"].Value),
                    call.Groups["error"].Value));
        }

        return calls;
    }

    private static long ToNumber(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? unchecked((long)Convert.ToUInt64(text, 16)) : long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<begin>.*) <unfinished \\.\\.\\.>$", RegexOptions.ExplicitCapture)]
    private static partial Regex Cut();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(?<name>\w+)\((?<arguments>.*)\) += ((-1|\?) (?<error>E\w+)|(?<result>-?\w+)).*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
