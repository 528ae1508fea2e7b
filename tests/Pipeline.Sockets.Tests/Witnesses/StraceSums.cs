using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Sockets.Tests.Witnesses;

/// <summary>What strace saw of a workload's calls on TCP and UDP sockets: bytes by call and local port.</summary>
internal static partial class StraceSums
{
    private const string Calls = "read,write,readv,writev,preadv2,pwritev2,sendto,recvfrom,sendmsg,recvmsg,sendmmsg,recvmmsg,sendfile,splice";

    // As many messages of a call are shown as bytes of a string.
    internal static string[] Command(string log) => ["strace", "-f", "-yy", "-s", "256", "-e", $"trace={Calls}", "-e", "signal=none", "-o", log];

    internal static SortedDictionary<string, long> Read(string log)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var unfinished = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(log))
        {
            var pid = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            if (Unfinished().Match(line) is { Success: true } begun)
                unfinished[pid] = begun.Groups["text"].Value;
            else
                Add(sums, Resumed().Match(line) is { Success: true } ended && unfinished.Remove(pid, out var text) ? text + ended.Groups["text"].Value : line);
        }

        return sums;
    }

    private static void Add(SortedDictionary<string, long> sums, string line)
    {
        if (line.Contains("MSG_PEEK", StringComparison.Ordinal) || line.Contains("MSG_ERRQUEUE", StringComparison.Ordinal) || Call().Match(line) is not { Success: true } call)
            return;
        var bytes = call.Groups["call"].Value.EndsWith("mmsg", StringComparison.Ordinal)
            ? Message().Matches(line).Sum(m => long.Parse(m.Groups["size"].ValueSpan, CultureInfo.InvariantCulture))
            : long.Parse(call.Groups["result"].ValueSpan, CultureInfo.InvariantCulture);
        var key = $"{Name(call.Groups["call"].Value, line)} {call.Groups["port"].Value}";
        sums[key] = sums.GetValueOrDefault(key) + bytes;
    }

    // Without an address they are what the C library calls them.
    private static string Name(string call, string line) => call switch
    {
        "sendto" when line.Contains(", NULL, 0)", StringComparison.Ordinal) => "send",
        "recvfrom" when line.Contains(", NULL, NULL)", StringComparison.Ordinal) => "recv",
        _ => call,
    };

    [GeneratedRegex("""^(?<text>.*) <unfinished \.\.\.>$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished();

    [GeneratedRegex("""^\d+ +<\.\.\. \w+ resumed>(?<text>.*)$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Resumed();

    [GeneratedRegex("""^\d+ +(?<call>\w+)\(\d+<(TCP|UDP)(v6)?:\[\S*?:(?<port>\d+)(->\S*)?\]>.* = (?<result>\d+)( \(.*\))?$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();

    [GeneratedRegex("msg_len=(?<size>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Message();
}
