using System.Text;
using System.Text.Json;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

public sealed class DnsFuzzTests
{
    private const int Seed = 20269;

    [Fact]
    public void Whatever_comes_is_told_in_whole_json_or_counted()
    {
        var rows = Fuzz.Run(Seed, Pieces, run => Check(run.DnsRows));
        Assert.True(rows > Fuzz.Inputs / 10, $"{rows} rows");
    }

    private static void Check(List<DnsRow> rows)
    {
        foreach (var row in rows)
        {
            foreach (var text in new[] { row.RequestHeader, row.RequestBody, row.ResponseHeader, row.ResponseBody })
            {
                if (text.Length > 0)
                    using (JsonDocument.Parse(text))
                        Assert.True(Ascii.IsValid(text));
                Assert.True(text.Length < 400_000);
            }

            Assert.True(Ascii.IsValid(row.Name) && row.Name.Length <= 4 * 255 && row.Latency >= 0);
        }
    }

    internal static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var isResponse = random.Next(2) == 0;
        // Connections below 20 are streams.
        var isStream = connection < 20;
        List<byte> bytes = [];
        for (var messages = isStream ? random.Next(1, 4) : 1; messages > 0; messages--)
        {
            var message = RandomMessage.Make(random, isResponse).Bytes;
            if (random.Next(2) == 0)
                message = RandomMessage.Mutate(random, message);
            bytes.AddRange(isStream ? [(byte)(message.Length >> 8), (byte)message.Length, .. message] : message);
        }

        var position = (ulong)random.Next(3) * 500;
        var said = new Said(connection, isResponse, position, [.. bytes], random.Next())
        {
            IsDatagram = !isStream, Transport = isStream ? (byte)6 : (byte)17, Port = (ushort)(random.Next(4) == 0 ? 5353 : 53), Role = (byte)random.Next(6),
        };
        foreach (var piece in isStream ? Talk.Split([said], random, random.Next(1, 400)) : [said])
            yield return piece with
            {
                Size = random.Next(20) == 0 ? random.Next(40_000) : piece.Size,
                IsDatagram = piece.IsDatagram && random.Next(20) > 0,
                Position = random.Next(30) == 0 ? ulong.MaxValue - (ulong)random.Next(50) : piece.Position,
            };
    }
}
