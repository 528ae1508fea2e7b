using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Pipeline.Servers.Tests.Go;

/// <summary>What went one way on a connection, at one of its ends.</summary>
/// <param name="Local">The port of this end.</param>
/// <param name="Remote">That of the other.</param>
/// <param name="Direction">egress or ingress.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Hash">SHA-256 of it, in hex.</param>
internal sealed record PlainStream(int Local, int Remote, string Direction, long Bytes, string Hash)
{
    /// <summary>As the program said: ports, then bytes and hash of what it sent and of what it received.</summary>
    internal static IEnumerable<PlainStream> Said(string line)
    {
        var words = line.Split(' ');
        var (local, remote) = (Number(words[0]), Number(words[1]));
        return [new(local, remote, "egress", Number(words[2]), words[3]), new(local, remote, "ingress", Number(words[4]), words[5])];
    }

    /// <summary>As the rows have it; each stream is whole from its beginning.</summary>
    internal static IEnumerable<PlainStream> Seen(IEnumerable<JsonElement> rows) =>
        rows.Where(IsPlain)
            .GroupBy(r => (Id: r.GetProperty("conn_id").GetUInt64(), Direction: r.GetProperty("direction").GetString()!))
            .Select(Of);

    /// <summary>Whether it is a row of plain text, of one direction and with a port.</summary>
    internal static bool Is(JsonElement row, string direction, string column, int port) =>
        IsPlain(row) && row.GetProperty("direction").GetString() == direction && row.GetProperty(column).GetInt32() == port;

    /// <summary>All that was received on the one connection with such a port.</summary>
    internal static byte[] Payload(IEnumerable<JsonElement> rows, string column, int port) =>
        [.. rows.Where(r => Is(r, "ingress", column, port)).OrderBy(r => r.GetProperty("position").GetInt64()).SelectMany(r => r.GetProperty("payload").GetBytesFromBase64())];

    private static bool IsPlain(JsonElement row) => row.GetProperty("table").GetString() == "conn_data" && row.GetProperty("encrypted").GetBoolean();

    private static PlainStream Of(IGrouping<(ulong Id, string Direction), JsonElement> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long position = 0;
        foreach (var row in rows.OrderBy(r => r.GetProperty("position").GetInt64()))
        {
            var payload = row.GetProperty("payload").GetBytesFromBase64();
            Assert.Equal((position, payload.Length), (row.GetProperty("position").GetInt64(), row.GetProperty("size").GetInt32()));
            hash.AppendData(payload);
            position += payload.Length;
        }

        var first = rows.First();
        return new(
            first.GetProperty("local_port").GetInt32(), first.GetProperty("remote_port").GetInt32(), rows.Key.Direction, position, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
