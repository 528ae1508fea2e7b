using System.Text.RegularExpressions;

namespace Pipeline.Delivery.Tests.Hosts;

/// <summary>What a host has logged, apart from its ledger.</summary>
internal static partial class HostLog
{
    internal static string[] Log(this HostRun host) => [.. host.Process.Errors.All.Where(line => Logged().IsMatch(line))];

    /// <summary>What it logged of one end.</summary>
    internal static string[] LogOf(this HostRun host, string end) => [.. host.Log().Where(line => Tells(line, end))];

    /// <summary>Waits until it says something of one end.</summary>
    internal static Task SaysAsync(this HostRun host, string end, string part) =>
        host.Process.Errors.WaitForAsync(line => Tells(line, end) && line.Contains(part, StringComparison.Ordinal));

    private static bool Tells(string line, string end) => Logged().IsMatch(line) && Regex.IsMatch(line, $@"\b{Regex.Escape(end)}\b");

    // "05:43:29 info disks: ..."
    [GeneratedRegex(@"^\d\d:\d\d:\d\d \w+ ")]
    private static partial Regex Logged();
}
