using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>What strace saw of opens: its words for <c>-e trace=open,openat,openat2,creat -X raw -xx</c> on a process of one thread.</summary>
internal static partial class StraceOpens
{
    private const int Creating = 0x40;
    private const int Temporary = 0x400000;
    private const int OfCreat = 0x241;

    private static readonly Dictionary<string, int> Errors = new()
    {
        ["ENOENT"] = 2, ["ERESTARTSYS"] = 4, ["E2BIG"] = 7, ["EBADF"] = 9, ["EACCES"] = 13, ["EFAULT"] = 14, ["EXDEV"] = 18,
        ["ENOTDIR"] = 20, ["EISDIR"] = 21, ["EINVAL"] = 22, ["ENAMETOOLONG"] = 36, ["ELOOP"] = 40,
    };

    // Of fcntl.h, by bit; O_SYNC is two of them, and O_TMPFILE another two.
    private static readonly string[] Flags =
    [
        "wronly", "rdwr", "", "", "", "", "creat", "excl", "noctty", "trunc", "append", "nonblock", "dsync", "async", "direct", "largefile",
        "directory", "nofollow", "noatime", "cloexec", "sync", "path", "tmpfile",
    ];

    internal static string[] Command(string log, params ReadOnlySpan<string> traced) =>
        ["strace", "-e", "trace=open,openat,openat2,creat", "-e", "signal=none", "-X", "raw", "-xx", "-s", "10000", "-o", log, .. traced];

    internal static IReadOnlyList<Opening> Read(string log) =>
        [.. File.ReadLines(log).Where(l => !l.StartsWith("+++", StringComparison.Ordinal)).Select(ToOpening)];

    private static Opening ToOpening(string line)
    {
        var match = Call().Match(line);
        Assert.True(match.Success, $"strace says what the test cannot read: {line}");
        var call = match.Groups["call"].Value;
        var told = call == "creat" || match.Groups["flags"].Success;
        var flags = call == "creat" ? OfCreat : told ? Convert.ToInt32(match.Groups["flags"].Value, 16) : 0;
        var error = match.Groups["error"].Success ? Errors[match.Groups["error"].Value] : 0;
        var mode = match.Groups[call == "creat" ? "flags" : "mode"].Value;
        return new Opening(
            call,
            match.Groups["path"].Value.Replace("\\x", "", StringComparison.Ordinal),
            told ? string.Join('|', Flags.Where((_, bit) => (flags >> bit & 1) != 0)) : Opening.Untold,
            (flags & (Creating | Temporary)) == 0 ? "" : Convert.ToString(Convert.ToInt32(mode, 8), 8).PadLeft(4, '0'),
            error != 0 ? -1 : int.Parse(match.Groups["fd"].Value, CultureInfo.InvariantCulture),
            error);
    }

    [GeneratedRegex("""^(?<call>\w+)\((-?\d+, )?("(?<path>[^"]*)"|NULL|0x\w+)(, (\{flags=)?(0x)?(?<flags>[\da-f]{1,8})(?=[,)}]))?(, (mode=)?(?<mode>\d+))?.*\) += (-1 (?<error>E\w+).*|\? (?<error>E\w+).*|(?<fd>\d+))$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}
