using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Matrix.Tests.Observing;

namespace Pipeline.Matrix.Tests.Speaking;

/// <summary>What a variant told of the plain text under TLS.</summary>
internal sealed class PlainText
{
    private readonly ILookup<(string Local, string Remote), JsonElement> _data;
    private readonly ILookup<(string Local, string Remote), JsonElement> _events;

    /// <param name="observation">Of the kernel.</param>
    /// <param name="variant">Of the program `sockets`.</param>
    internal PlainText(Observation observation, string variant)
    {
        var rows = observation.Rows[("sockets", variant)].ToLookup(r => r.GetProperty("table").GetString()!.Split("__")[^1]);
        _data = rows["conn_data"].Where(IsEncrypted).ToLookup(Ends);
        _events = rows["conn_events"].Where(r => r.GetProperty("event").GetString() == "close").Where(IsEncrypted).ToLookup(Ends);
    }

    /// <summary>The two ends of each connection of which there is any.</summary>
    internal IEnumerable<(string Local, string Remote)> Connections => _data.Select(d => d.Key);

    /// <summary>Asserts that it is what an end says.</summary>
    internal void AssertIs(Said said)
    {
        var rows = _data[(said.Local, said.Remote)].ToArray();
        Assert.True(rows.Length > 0, $"nothing is told of {said}");
        Assert.Equal((said.Sent, said.SentSum), Stream(rows, "egress"));
        Assert.Equal((said.Received, said.ReceivedSum), Stream(rows, "ingress"));
        Assert.All(rows, r => Assert.Equal((said.Program, "http"), (r.GetProperty("comm").GetString(), r.GetProperty("protocol").GetString())));
        var close = Assert.Single(_events[(said.Local, said.Remote)]);
        Assert.Equal((said.Sent, said.Received), (close.GetProperty("sent").GetInt64(), close.GetProperty("received").GetInt64()));
    }

    // Each byte once, from the first one on.
    private static (long Bytes, string Sum) Stream(JsonElement[] rows, string direction)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var at = 0L;
        foreach (var row in rows.Where(r => r.GetProperty("direction").GetString() == direction).OrderBy(r => r.GetProperty("position").GetInt64()))
        {
            Assert.Equal(at, row.GetProperty("position").GetInt64());
            var payload = row.GetProperty("payload").GetBytesFromBase64();
            Assert.Equal(row.GetProperty("size").GetInt64(), payload.Length);
            sum.AppendData(payload);
            at += payload.Length;
        }

        return (at, Convert.ToHexStringLower(sum.GetHashAndReset()));
    }

    private static bool IsEncrypted(JsonElement row) => row.GetProperty("encrypted").GetBoolean();

    private static (string Local, string Remote) Ends(JsonElement row) => (End(row, "local"), End(row, "remote"));

    private static string End(JsonElement row, string which) => $"{row.GetProperty($"{which}_addr").GetString()} {row.GetProperty($"{which}_port").GetInt32()}";
}
