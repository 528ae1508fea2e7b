using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Servers.Tests.Rows;

namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>What redis-server says it was told, by its command MONITOR.</summary>
internal sealed partial class RedisMonitor : IDisposable
{
    private readonly RunningProcess _monitor;
    private readonly string[] _client;

    private RedisMonitor(RunningProcess monitor, string[] client) => (_monitor, _client) = (monitor, client);

    /// <param name="port">The server's.</param>
    /// <param name="options">What else redis-cli is told.</param>
    internal static async Task<RedisMonitor> StartAsync(int port, params string[] options)
    {
        string[] client = ["redis-cli", "-p", port.ToString(CultureInfo.InvariantCulture), .. options];
        var monitor = RunningProcess.Start(["stdbuf", "--output=L", .. client, "monitor"]);
        await monitor.Output.WaitForAsync("OK").ConfigureAwait(false);
        return new RedisMonitor(monitor, client);
    }

    /// <summary>The commands so far, in their order: a last one marks the end and is left out.</summary>
    internal async Task<Call[]> CallsAsync()
    {
        var mark = $"mark-{Guid.NewGuid():N}";
        await RunningProcess.RunAsync([.. _client, "ECHO", mark]).ConfigureAwait(false);
        await _monitor.Output.WaitForAsync(mark).ConfigureAwait(false);
        return [.. _monitor.Output.All.Select(line => Line().Match(line)).Where(m => m.Success && !m.Value.Contains(mark, StringComparison.Ordinal)).Select(Read)];
    }

    public void Dispose() => _monitor.Dispose();

    private static Call Read(Match line) => new(
        int.Parse(line.Groups["port"].Value, CultureInfo.InvariantCulture),
        string.Join(' ', Word().Matches(line.Groups["words"].Value).Select(w => w.Groups[1].Value)).ToUpperInvariant());

    // 1700000000.123456 [0 127.0.0.1:43210] "SET" "key" "value"
    [GeneratedRegex("""^[0-9.]+ \[[0-9]+ 127\.0\.0\.1:(?<port>[0-9]+)\] (?<words>".*)$""")]
    private static partial Regex Line();

    [GeneratedRegex("""
        "((?:[^"\\]|\\.)*)"
        """)]
    private static partial Regex Word();
}
