using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Mongo;

/// <summary>Documents of every type against the BSON and JSON of pymongo, zlib and Snappy of Python.</summary>
public sealed class MongoWitnessTests
{
    [Fact]
    public async Task Documents_are_the_json_that_pymongo_makes_of_them()
    {
        var lines = (await Tool.RunAsync("python3-bson, python3-snappy", "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Mongo", "mongo_witness.py"), "20276"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var talk = new Talk();
        for (var i = 0; i < lines.Length; i++)
            talk.Say(true, MongoBytes.Message(i + 1, 0, Bson.Document(("find", "c"), ("$db", "d")))).Say(false, Convert.FromHexString(lines[i].Split(' ', 2)[0]));
        var rows = talk.TableRowsOf(new ProtocolsOptions { MaxBody = new ByteSize(64 << 10) });
        Assert.Equal((300, 300), (lines.Length, rows.Count));
        Assert.Equal(["none", "snappy", "zlib"], rows.Select(r => r["compression"]).Distinct().Order());
        foreach (var (line, row) in lines.Zip(rows))
            AssertSame(JsonNode.Parse(line.Split(' ', 2)[1]), JsonNode.Parse(row["resp_body"]));
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual)
    {
        switch (expected)
        {
            case JsonObject members when members.Count == 1 && members["$numberDouble"] is { } number:
                Assert.Equal(Number(number), Number(actual!["$numberDouble"]!));
                break;
            case JsonObject members:
                Assert.Equal(members.Select(m => m.Key), actual!.AsObject().Select(m => m.Key));
                foreach (var (name, value) in members)
                    AssertSame(value, actual[name]);
                break;
            case JsonArray values:
                Assert.Equal(values.Count, actual!.AsArray().Count);
                for (var i = 0; i < values.Count; i++)
                    AssertSame(values[i], actual[i]);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{actual} is not {expected}");
                break;
        }
    }

    // Both write numbers so that they can be read again, each in its way.
    private static double Number(JsonNode text) => text.GetValue<string>() switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var other => double.Parse(other, CultureInfo.InvariantCulture),
    };
}
