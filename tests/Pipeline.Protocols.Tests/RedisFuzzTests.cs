using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

public sealed class RedisFuzzTests
{
    private const int Seed = 20268;

    private static readonly string[] Words =
    [
        "*", "$", "+", "-", ":", "_", "#", ",", "(", "!", "=", "%", "~", ">", "|", ";", ".", "?", "-1", "0", "1", "2", "3", "7", "4294967296", "2147483647", "99999999999", "9223372036854775807",
        "18446744073709551616", "\r\n", "\r", "\n", "\r\n", "\r\n", "OK", "PONG", "QUEUED", "message", "subscribe", "invalidate", "ERR x", "*1\r\n$4\r\nPING\r\n", "*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n",
        "*3\r\n$6\r\nCLIENT\r\n$5\r\nREPLY\r\n$3\r\nOFF\r\n", "*2\r\n$9\r\nSUBSCRIBE\r\n$1\r\na\r\n", "*1\r\n$11\r\nUNSUBSCRIBE\r\n", "*1\r\n$5\r\nMULTI\r\n", "*1\r\n$4\r\nEXEC\r\n", "MONITOR\r\n",
        "*3\r\n$5\r\nPSYNC\r\n$1\r\n?\r\n$2\r\n-1\r\n", "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n", ">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nb\r\n", "+1339518083.107412 [0 x] \"a\"\r\n",
        "*3\r\n$6\r\nCONFIG\r\n$3\r\nGET\r\n$4\r\npass\r\n", "$?\r\n", "*?\r\n", "|1\r\n", "\"", "'", "\\x4", "set a b\r\n", "\0", "\xff", "\xc3",
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = Fuzz.Run(Seed, Pieces);
        Assert.True(rows > Fuzz.Inputs / 100, $"{rows} rows: most inputs were not read as Redis");
    }

    internal static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var bytes = random.Next(4) switch
        {
            0 => Mutated(random),
            1 or 2 => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Words[random.Next(Words.Length)]))),
            _ => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (byte)random.Next(256))],
        };
        // Half of them go on where the last one may have ended.
        var position = random.Next(2) == 0 ? 0 : (ulong)random.Next(1000);
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

    private static byte[] Mutated(Random random)
    {
        var pieces = RandomRedis.Make(random, random.Next(2) == 0, 1, []).Pieces;
        var bytes = pieces[random.Next(pieces.Count)].Payload.ToArray();
        for (var changes = random.Next(4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[random.Next(3)..];
    }
}
