using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Tls.TlsBytes;

namespace Pipeline.Protocols.Tests.Tls;

public sealed class TlsFuzzTests
{
    private const int Seed = 20612;

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var records = 0ul;
        Fuzz.Run(Seed, Pieces, run => records = Math.Max(records, run.Stat("records", "tls")));
        Assert.True(records > 50, $"{records} rows: most inputs were not read as TLS");
    }

    /// <summary>A handshake that goes well, and what is said then.</summary>
    internal static Talk Handshake(Random random)
    {
        var hello = Client([0x1301, 0xC02F], ServerName($"h{random.Next(100)}.example"), Alpn("h2"), Versions(0x0304, 0x0303));
        var answer = random.Next(2) == 0 ? Server(0x0303, 0x1301, [], (43, Short(0x0304))) : Server(0x0303, 0xC02F, []);
        return new Talk().Say(true, Record(22, hello)).Say(false, [.. Record(22, answer), .. Record(22, new byte[random.Next(1, 900)])]).Say(true, [.. ChangeCipherSpec, .. Record(23, new byte[random.Next(1, 900)])]).Say(false, Record(23, new byte[50]));
    }

    internal static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var isIngress = random.Next(2) == 0;
        var hello = isIngress
            ? Client([0x1301, (ushort)random.Next(65536)], ServerName("a.example"), Alpn("h2"), Versions(0x0304, 0x0303), (random.Next(65536), new byte[random.Next(40)]))
            : random.Next(4) switch
            {
                0 => Retry(0x1301),
                1 => Server(0x0303, 0xC02F, [1], Alpn("h2")),
                _ => Server(0x0303, 0x1301, [], (43, Short(0x0304)), (51, new byte[random.Next(5)])),
            };
        var bytes = random.Next(5) switch
        {
            0 => Alert((byte)random.Next(3), (byte)random.Next(256)),
            1 => [.. Record(22, hello), .. ChangeCipherSpec, .. Record(23, new byte[random.Next(50)])],
            2 => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (byte)random.Next(256))],
            _ => Record(22, hello),
        };
        for (var changes = random.Next(3); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        var position = random.Next(2) == 0 ? 0 : (ulong)random.Next(1000);
        foreach (var piece in Talk.Split([new Said(connection, isIngress, position, bytes, random.Next())], random, random.Next(1, 200)))
            yield return piece with
            {
                Size = random.Next(20) == 0 ? random.Next(5000) : piece.Size,
                Role = (byte)random.Next(6),
                IsDatagram = random.Next(50) == 0,
            };
    }
}
