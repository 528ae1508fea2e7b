using System.Diagnostics;
using System.Globalization;
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

    /// <summary>Waits until the host's books say that an end took so many rows, which is later than that it has them.</summary>
    internal static Task TookAsync(this HostRun host, string end, int rows) =>
        BooksAsync(host, end, line => Regex.IsMatch(line, string.Create(CultureInfo.InvariantCulture, $" out {rows:N0}(?: |$)")));

    /// <summary>Waits until the host's books say that rows for an end were tried again.</summary>
    internal static Task TriesAgainAsync(this HostRun host, string end) => BooksAsync(host, end, line => line.Contains(" retried ", StringComparison.Ordinal));

    // SIGUSR1 prints them at any time.
    private static async Task BooksAsync(HostRun host, string end, Func<string, bool> wanted)
    {
        var isOfEnd = new Regex($"^  {Regex.Escape(end)} +sink ");
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            var from = host.Process.Errors.All.Length;
            host.Process.Signal(RunningProcess.User1);
            var line = await host.Process.Errors.WaitForAsync(isOfEnd.IsMatch, from).ConfigureAwait(false);
            if (wanted(line))
                return;
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience.ForAnything, $"it never came to that: {line}");
            await Task.Delay(100, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Tells(string line, string end) => Logged().IsMatch(line) && Regex.IsMatch(line, $@"\b{Regex.Escape(end)}\b");

    // "05:43:29 info disks: ..."
    [GeneratedRegex(@"^\d\d:\d\d:\d\d \w+ ")]
    private static partial Regex Logged();
}
