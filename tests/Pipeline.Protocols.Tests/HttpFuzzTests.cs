using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

public sealed class HttpFuzzTests
{
    private const int Seed = 20265;

    private static readonly string[] Words =
    [
        "GET", "POST", "HEAD", "CONNECT", "FROB", " ", "/", "*", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.", "200", "100", "101", "204", "999", "OK", "\r\n", "\n", "\r", "\r\n\r\n",
        "Content-Length: ", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Expect: 100-continue", "Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: deflate",
        "0", "5", "-1", "18446744073709551615", "99999999999999999999", "ffffffffffffffff", "5\r\nhello\r\n", "0\r\n\r\n", ";ext", ":", "\t", "a: b", "\0", "\xff", "\x1f\x8b\b", "x",
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = Fuzz.Run(Seed, Pieces);
        Assert.True(rows > Fuzz.Inputs / 100, $"{rows} rows");
    }

    internal static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        if (random.Next(4) == 0)
            return Conversation(random);
        var bytes = random.Next(3) switch
        {
            0 => Mutated(random, connection),
            1 => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Words[random.Next(Words.Length)]))),
            _ => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (byte)random.Next(256))],
        };
        return Cut(random, connection, bytes);
    }

    /// <summary>A few turns on a connection of their own, now and then with wrong bytes, and without some of the pieces.</summary>
    private static IEnumerable<Said> Conversation(Random random)
    {
        var talk = RandomTalk.Make(random, (ulong)random.NextInt64(1000, long.MaxValue), random.Next(2) == 0, random.Next(1, 4));
        foreach (var piece in Talk.Split(talk.Pieces, random, random.Next(1, 500)))
        {
            if (random.Next(50) == 0)
                piece.Payload[random.Next(piece.Payload.Length)] = (byte)random.Next(256);
            if (random.Next(50) > 0)
                yield return piece;
        }
    }

    private static IEnumerable<Said> Cut(Random random, ulong connection, byte[] bytes)
    {
        var position = (ulong)random.Next(1000);
        foreach (var piece in Talk.Split([new Said(connection, random.Next(2) == 0, position, bytes, random.Next())], random, random.Next(1, 200)))
            yield return piece with
            {
                Size = random.Next(20) == 0 ? random.Next(5000) : piece.Size,
                Position = random.Next(30) == 0 ? ulong.MaxValue - (ulong)random.Next(50) : piece.Position,
                Role = (byte)random.Next(6),
                IsDatagram = random.Next(50) == 0,
                Pid = (uint)random.Next(3),
            };
    }

    private static byte[] Mutated(Random random, ulong connection)
    {
        var pieces = RandomTalk.Make(random, connection, random.Next(2) == 0, 1).Pieces;
        var bytes = pieces[random.Next(pieces.Count)].Payload.ToArray();
        for (var changes = random.Next(4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[random.Next(3)..];
    }
}
