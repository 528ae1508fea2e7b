using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Compares what was decoded with what it should be.</summary>
internal static class Same
{
    public static void Items(JsonArray expected, JsonArray actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
            Nodes(expected[i]!, actual[i]!);
    }

    public static void Nodes(JsonNode expected, JsonNode actual)
    {
        if (!JsonNode.DeepEquals(expected, actual))
            Assert.Fail($"{Difference(expected, actual, "$")}\nexpected: {expected.ToJsonString()}\nactual:   {actual.ToJsonString()}");
    }

    private static string Difference(JsonNode? expected, JsonNode? actual, string path)
    {
        if (expected is JsonArray ours && actual is JsonArray theirs && ours.Count == theirs.Count)
            for (var i = 0; i < ours.Count; i++)
                if (!JsonNode.DeepEquals(ours[i], theirs[i]))
                    return Difference(ours[i], theirs[i], $"{path}[{i}]");
        if (expected is JsonObject one && actual is JsonObject other)
            foreach (var key in one.Select(field => field.Key).Union(other.Select(field => field.Key)))
                if (!JsonNode.DeepEquals(one[key], other[key]))
                    return Difference(one[key], other[key], $"{path}.{key}");
        return $"{path}: {expected?.ToJsonString() ?? "nothing"} expected, {actual?.ToJsonString() ?? "nothing"} there";
    }
}
