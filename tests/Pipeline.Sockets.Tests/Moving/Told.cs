using System.Text.Json;

namespace Pipeline.Sockets.Tests.Moving;

/// <summary>What a workload said that it did.</summary>
internal sealed class Told
{
    private Told(string name, End[] ends, Call[] calls, Closing[] closings, ILookup<int, Content> found) =>
        (Name, Ends, Calls, Closings, Found) = (name, ends.ToDictionary(e => e.Number), calls, closings, found);

    /// <summary>The workload and its arguments.</summary>
    internal string Name { get; }

    internal IReadOnlyDictionary<int, End> Ends { get; }

    internal Call[] Calls { get; }

    internal Closing[] Closings { get; }

    /// <summary>What ends found in what they received, where no call says it.</summary>
    internal ILookup<int, Content> Found { get; }

    /// <param name="name">The workload and its arguments.</param>
    /// <param name="lines">What it printed.</param>
    /// <param name="unix">Whether its Unix sockets are of interest.</param>
    internal static Told Read(string name, IEnumerable<string> lines, bool unix)
    {
        JsonElement[] all = [.. lines.Select(l => JsonDocument.Parse(l).RootElement)];
        var begin = Array.FindIndex(all, l => l.TryGetProperty("pid", out _) && !l.TryGetProperty("call", out _));
        End[] ends = [.. all.Index().Where(l => l.Item.TryGetProperty("role", out _)).Select(l => ToEnd(l.Item, l.Index < begin)).Where(e => unix || e.Transport != "unix")];
        var numbers = ends.Select(e => e.Number).ToHashSet();
        return new Told(
            name,
            ends,
            [.. all.Where(l => l.TryGetProperty("call", out _)).Select(ToCall).Where(c => numbers.Contains(c.End))],
            [.. all.Where(l => l.TryGetProperty("closed", out _)).Select(ToClosing).Where(c => numbers.Contains(c.End))],
            all.Where(l => l.TryGetProperty("content", out _)).ToLookup(l => l.GetProperty("content").GetInt32(), ToContent));
    }

    private static End ToEnd(JsonElement line, bool wasThere) => new(
        line.GetProperty("end").GetInt32(),
        line.GetProperty("peer").GetInt32(),
        line.GetProperty("transport").GetString()!,
        line.GetProperty("role").GetString()!,
        Endpoint.Of(line, "local", "local"),
        Endpoint.Of(line, "remote", "remote"),
        wasThere);

    private static Call ToCall(JsonElement line) => new(
        line.GetProperty("call").GetString()!,
        line.GetProperty("pid").GetInt32(),
        line.GetProperty("end").GetInt32(),
        line.GetProperty("direction").GetString()!,
        line.GetProperty("position").GetInt64(),
        line.GetProperty("size").GetInt64(),
        line.GetProperty("copied").GetInt64(),
        line.GetProperty("key").GetUInt32(),
        line.GetProperty("at").GetInt64(),
        line.GetProperty("peer").GetInt32());

    private static Closing ToClosing(JsonElement line) => new(line.GetProperty("closed").GetInt32(), line.GetProperty("reason").GetString()!.Split('|'));

    private static Content ToContent(JsonElement line) =>
        new(line.GetProperty("position").GetInt64(), line.GetProperty("size").GetInt64(), line.GetProperty("key").GetUInt32(), line.GetProperty("at").GetInt64());
}
