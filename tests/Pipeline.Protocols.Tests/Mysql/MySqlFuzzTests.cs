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

    private static IEnumerable<Said> Pieces(Random random, ulong connection) =>
        RandomPieces.Make(random, connection, Messages, () => RandomMy.Make(random, random.Next(2) == 0, 1, []));
}
