using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mysql.My;

namespace Pipeline.Protocols.Tests.Mysql;

[Collection(Alone.Name)]
public sealed class MySqlFuzzTests
{
    private const int Seed = 20271;

    private static readonly byte[][] Messages =
    [
        Greeting(), Greeting("5.5.5-10.11-MariaDB"), Login(), Login(Usual | NoEof), Login(Usual | Zlib), Login(Usual | Attributes), Login(Usual | Track), Ok(2), Ok(), Ok(status: 8), Query("select 1"), Query("use x"),
        Prepare("select ?, ?"), Prepared(1, 1, 2), Prepared(1, 0, 2), Prepared(1, 2, 0, true), Execute(1, (3, Int(5)), (0xFD, null)), Execute(1, (12, [3]), (0xFD, [200])), Execute(uint.MaxValue), Result(["a"], [["1"]]),
        Result(["a", "b"], [["1", null]], true), Error(1064, "42000", "x"), Packet(1, 0xFF, 0xFF, 0xFF, 1), Packet(1, 0xFB, 1), Packet(0), Packet(2), Packet(0, 1), Packet(0, 14), Packet(0, 2, 65), Packet(0, 4, 65, 0), Packet(0, 9),
        Packet(0, 17, 65, 0, 1, 2, 66, 0), Packet(0, 24, 1, 0, 0, 0, 1, 0), Packet(0, 25, 1, 0, 0, 0), Packet(0, 26, 1, 0, 0, 0), Packet(0, 28, 1, 0, 0, 0, 5, 0, 0, 0), Packet(0, 31), Packet(0, 250, 1, 0, 0, 0, 0, 0), Packet(0, 12, 1),
        Packet(0, 3, 2, 1, 0), Packet(1, 1), Packet(1, 0xFC, 255, 255), Packet(3, Eof()), Packet(3, Eof(0x42)), Packet(4, 1, 65), Squeezed(0, Query("select 1")), Squeezed(1, Ok()), Squeezed(0, Query("select 1"), true),
        [0xFF, 0xFF, 0xFF, 0, 3], [0xFF, 0xFF, 0xFF, 1], [0xFF], [0, 0, 0], [5, 0, 0, 0, 0xFF, 0xFF, 0x7F, 1, 2, 3, 4, 5],
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = 0L;
        Fuzz.Run(Seed, Pieces, run => rows = Math.Max(rows, (long)run.Emitted));
        Assert.True(rows > 100, $"{rows} rows: most inputs were not read as MySQL's");
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        byte[] bytes = random.Next(4) switch
        {
            0 => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (byte)random.Next(256))],
            1 => Mutated(random),
            _ => [.. Enumerable.Range(0, random.Next(1, 12)).SelectMany(_ => Messages[random.Next(Messages.Length)])],
        };
        var position = random.Next(2) == 0 ? 0 : (ulong)random.Next(1000);
        foreach (var piece in Talk.Split([new Said(connection, random.Next(2) == 0, position, bytes, random.Next())], random, random.Next(1, 200)))
            yield return piece with
            {
                Size = random.Next(20) == 0 ? random.Next(5000) : piece.Size,
                Position = random.Next(30) == 0 ? ulong.MaxValue - (ulong)random.Next(50) : piece.Position,
                Role = (byte)random.Next(6),
                IsDatagram = random.Next(50) == 0,
            };
    }

    private static byte[] Mutated(Random random)
    {
        var pieces = RandomMy.Make(random, random.Next(2) == 0, 1, []).Pieces;
        var bytes = pieces[random.Next(pieces.Count)].Payload.ToArray();
        for (var changes = random.Next(4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[random.Next(3)..];
    }
}
