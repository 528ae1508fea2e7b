using System.Globalization;
using System.Text.Json;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>What workloads/tcp.py did, in a network namespace of its own.</summary>
/// <param name="Pid">The one process of both ends.</param>
/// <param name="Netns">The namespace.</param>
/// <param name="Connections">Each as its opener knows it.</param>
/// <param name="Resent">Segments that the namespace sent again, by its own count.</param>
/// <param name="Probes">Tail loss probes among them, by its own count.</param>
internal sealed record TcpWorkload(int Pid, long Netns, JsonElement[] Connections, int Resent, int Probes)
{
    /// <summary>Of this run of the tests alone, as witnesses do not tell namespaces apart: above what <see cref="FreePort"/> chooses from, and below what the kernel does.</summary>
    internal static int Port { get; } = Random.Shared.Next(32_000, 32_768);

    /// <summary>Runs it to its end.</summary>
    /// <param name="network">Where.</param>
    /// <param name="kinds">Kinds of connection, and options before them.</param>
    internal static async Task<TcpWorkload> RunAsync(OwnNetwork network, params IEnumerable<string> kinds)
    {
        string[] words = [.. kinds];
        var options = words.Length > 0 && words[0].StartsWith("--", StringComparison.Ordinal) ? 2 : 0;
        using var processor = new OwnProcessor();
        var said = await RunningProcess.RunAsync(network.Inside(processor.Inside(
            ["/usr/bin/python3", Installed.Workload("tcp.py"), .. words[..options], Port.ToString(CultureInfo.InvariantCulture), .. words[options..]]))).ConfigureAwait(false);
        JsonElement[] lines = [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        return new TcpWorkload(
            lines[0].GetProperty("pid").GetInt32(),
            lines[0].GetProperty("netns").GetInt64(),
            lines[1..^1],
            lines[^1].GetProperty("resent").GetInt32(),
            lines[^1].GetProperty("probes").GetInt32());
    }

    /// <summary>Those of a kind, by the opener's port.</summary>
    internal IReadOnlyDictionary<int, JsonElement> Of(params IEnumerable<string> kinds) =>
        Connections.Where(c => kinds.Contains(c.GetProperty("kind").GetString())).ToDictionary(c => c.GetProperty("lport").GetInt32());

    /// <summary>Whether a row is of one of its connections through sockets of family IPv6 that are IPv4.</summary>
    internal bool IsMapped(JsonElement row) => Connections.Any(c =>
        c.GetProperty("raddr").GetString()!.StartsWith("::ffff:", StringComparison.Ordinal)
        && (c.GetProperty("lport").GetInt32() == row.GetProperty("lport").GetInt32() || c.GetProperty("lport").GetInt32() == row.GetProperty("rport").GetInt32()));

    /// <summary>The rows of its sockets.</summary>
    internal IReadOnlyList<JsonElement> In(IEnumerable<JsonElement> rows) => [.. rows.Where(r => r.GetProperty("netns").GetInt64() == Netns)];
}
