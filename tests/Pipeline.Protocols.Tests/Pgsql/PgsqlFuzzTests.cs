using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Pgsql.Pg;

namespace Pipeline.Protocols.Tests.Pgsql;

[Collection(Alone.Name)]
public sealed class PgsqlFuzzTests
{
    private const int Seed = 20269;

    private static readonly byte[][] Messages =
    [
        Startup, Started, Query("select 1"), Query("begin; insert into t (password) values ('x')"), Parse("", "select $1, $2", 23, 25), Parse("s", "select 'x"), Bind("", "", "a", null), Bind("p", "s"),
        BindBinary("", "s", Int(5), null), Describe('P'), Describe('S', "s"), Execute(), Execute("p", 5), Close('S', "s"), Sync, Flush, Parsed, Bound, NoData, Columns("a", "token"), Row("1", "b"), Row((string?)null, null),
        Tag("SELECT 1"), Tag("COPY 2"), Ready, ReadyIn('T'), ReadyIn('E'), Error("42601", "x"), Error("57P01", "x", "FATAL"), Notice("x"), Message('s'), Message('3'), Message('I'), Message('G', 0, 0, 0),
        Message('H', 0, 0, 0), Message('d', 1, 2, 3), Message('c'), Message('f', 0), Message('A', 0, 0, 0, 1, 65, 0, 66, 0), Message('t', 0, 1, 0, 0, 0, 23), First(80877103, []), First(80877102, new byte[8]), "N"u8.ToArray(), "S"u8.ToArray(),
        Message('F', new byte[10]), Message('V', new byte[4]), Message('v', new byte[8]), Message('W', 0, 0, 0), Message('X'), [0xFF], [0, 0, 0], [(byte)'D', 0x7F, 0xFF, 0xFF, 0xFF], [(byte)'Q', 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = 0L;
        Fuzz.Run(Seed, Pieces, run => rows = Math.Max(rows, (long)run.Emitted));
        Assert.True(rows > 100, $"{rows} rows: most inputs were not read as PostgreSQL's");
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection) =>
        RandomPieces.Make(random, connection, Messages, () => RandomPg.Make(random, random.Next(2) == 0, 1, []));
}
