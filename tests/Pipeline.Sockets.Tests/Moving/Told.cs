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

    internal static Told Read(string name, IEnumerable<string> lines)
    {
        JsonElement[] all = [.. lines.Select(l => JsonDocument.Parse(l).RootElement)];
        var begin = Array.FindIndex(all, l => l.TryGetProperty("pid", out _) && !l.TryGetProperty("call", out _));
        return new Told(
            name,
            [.. all.Index().Where(l => l.Item.TryGetProperty("end", out _) && l.Item.TryGetProperty("role", out _)).Select(l => ToEnd(l.Item, l.Index < begin))],
            [.. all.Where(l => l.TryGetProperty("call", out _)).Select(ToCall)],
            [.. all.Where(l => l.TryGetProperty("closed", out _)).Select(l => new Closing(l.GetProperty("closed").GetInt32(), l.GetProperty("reason").GetString()!))],
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

    private static Content ToContent(JsonElement line) =>
        new(line.GetProperty("position").GetInt64(), line.GetProperty("size").GetInt64(), line.GetProperty("key").GetUInt32(), line.GetProperty("at").GetInt64());
}
