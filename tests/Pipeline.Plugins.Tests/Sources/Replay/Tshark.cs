using System.Globalization;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>What tshark makes of a capture.</summary>
internal static class Tshark
{
    // As many streams as one call takes.
    private const int Together = 100;

    /// <summary>Each TCP stream: the client, the server, and the bytes of each.</summary>
    public static async Task<List<(string Client, string Server, byte[] Sent, byte[] Received)>> StreamsAsync(string file)
    {
        var ids = await FieldsAsync(file, "tcp", "tcp.stream");
        var streams = ids.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)).Distinct().Order().ToArray();
        Assert.InRange(streams.Length, 1, Together);
        var follows = streams.SelectMany(s => (string[])["-z", string.Create(CultureInfo.InvariantCulture, $"follow,tcp,raw,{s}")]);
        var output = await Tool.RunAsync("tshark", ["-r", file, "-q", .. follows]);
        var found = new List<(string, string, byte[], byte[])>();
        foreach (var part in output.Split("Follow: tcp,raw")[1..])
        {
            var lines = part.Split('\n');
            var hex = lines.Where(l => l.Length > 0 && char.IsAsciiHexDigitLower(l.TrimStart('\t')[0]) && !l.Contains(' ', StringComparison.Ordinal)).ToArray();
            found.Add((Node(lines, 0), Node(lines, 1), Bytes(hex.Where(l => l[0] != '\t')), Bytes(hex.Where(l => l[0] == '\t'))));
        }

        return found;
    }

    /// <summary>Chosen fields of the packets that pass a filter.</summary>
    public static async Task<List<string[]>> FieldsAsync(string file, string filter, params string[] fields)
    {
        var output = await Tool.RunAsync("tshark", ["-r", file, "-Y", filter, "-T", "fields", .. fields.SelectMany(f => (string[])["-e", f])]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }

    // "Node 0: 127.0.0.1:44060" or "Node 0: [::1]:44060" or without brackets.
    private static string Node(string[] lines, int number)
    {
        var text = lines.Single(l => l.StartsWith($"Node {number}: ", StringComparison.Ordinal))["Node 0: ".Length..].Trim();
        var colon = text.LastIndexOf(':');
        return $"{text[..colon].Trim('[', ']')} {text[(colon + 1)..]}";
    }

    private static byte[] Bytes(IEnumerable<string> hex) => Convert.FromHexString(string.Concat(hex.Select(h => h.Trim())));
}
