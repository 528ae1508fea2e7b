using System.Text.RegularExpressions;

namespace Pipeline.Delivery.Tests.Hosts;

/// <summary>What a host has logged, apart from its ledger.</summary>
internal static partial class HostLog
{
    internal static string[] Log(this HostRun host) => [.. host.Process.Errors.All.Where(line => Logged().IsMatch(line))];

    /// <summary>What it logged of one component.</summary>
    internal static string[] LogOf(this HostRun host, string component) => [.. host.Log().Where(line => line.Contains($" {component}: ", StringComparison.Ordinal))];

    // "05:43:29 info disks: ..."
    [GeneratedRegex(@"^\d\d:\d\d:\d\d \w+ ")]
    private static partial Regex Logged();
}
