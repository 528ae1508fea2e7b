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

    public static void Nodes(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected: {expected.ToJsonString()}\nactual:   {actual.ToJsonString()}");
}
