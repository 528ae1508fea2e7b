using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Pgsql.Pg;

namespace Pipeline.Protocols.Tests.Pgsql;

public sealed class PgsqlPropertyTests
{
    private const int Seed = 20268;

    [Fact]
    public void Any_split_of_the_streams_gives_the_same_rows() =>
        // What stands behind an error, up to the next Sync, has no answer.
        StreamChecks.Splits("pgsql", Seed, Make, row => row.Cells("req_cmd", "req", "sqlstate", "returned_rows"), "unpaired_requests");

    [Fact]
    public void Split_at_every_byte_gives_the_same_rows()
    {
        var talk = new Talk().Ask(First(80877103, [])).Answer("N").Ask(Startup).Answer(Started).Ask(Parse("a", "select $1", 23), Describe('S', "a"), Sync)
            .Answer(Parsed, Message('t', [.. Short(1), .. Int(23)]), Columns("x"), Ready).Ask(Bind("", "a", "5"), Execute(), Execute(), Sync).Answer(Bound, Row("5"), Tag("SELECT 1"), Error("34000", "x"), Ready)
            .Ask(Query("copy t from stdin")).Answer(Message('G', [0, .. Short(0)])).Ask(Message('d', [1, 2]), Message('c')).Answer(Tag("COPY 1"), Notice("x"), ReadyIn('T'))
            .Answer(Message('A', [.. Int(7), .. Zero("c"), .. Zero("p")]));
        Assert.Equal(6, talk.TableRowsOf().Count);
        StreamChecks.EverySplit(talk);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones(bool isPipelined)
    {
        var random = new Random(Seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < 500; round++)
        {
            var talk = RandomPg.Make(random, isPipelined, 20, []);
            var whole = PgRow.Of(talk);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            var kept = Loss.Of(pieces, random, round % 3 == 0);
            List<PgRow> rows = [];
            using var run = PgRow.Run(rows);
            run.Feed(kept);
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in rows)
                Check(whole, row, $"seed {Seed}, round {round}");
            (made, possible) = (made + rows.Count, possible + whole.Count);
            Assert.Equal(0ul, run.Stat("given_up", "pgsql"));
        }

        Assert.True(made > possible / (isPipelined ? 20 : 3), $"{made} of {possible}");
    }

    private static Talk Make(Random random, List<string> expected)
    {
        List<(string Command, string Request, string Error, ulong Rows)> rows = [];
        var talk = RandomPg.Make(random, random.Next(2) == 0, 6, rows);
        expected.AddRange(rows.Select(r => $"{r.Command}|{r.Request}|{r.Error}|{r.Rows}"));
        return talk;
    }

    /// <summary>A row is right if one of the whole talk has all that it tells; what it does not know it leaves empty.</summary>
    private static void Check(List<PgRow> whole, PgRow row, string round)
    {
        Assert.True(
            whole.Any(right => right.Command == row.Command && IsPart(right.Request, row.Request) && right.SqlState == row.SqlState && right.Returned >= row.Returned && right.Affected == row.Affected
                && right.Time <= row.Time + row.Latency && row.Time <= right.Time + right.Latency && row.Parameters is var values && (values.Length == 0 || values == right.Parameters)
                && IsTextPart(right.Response, row.Response)),
            $"{round}: {row} is none of\n{string.Join('\n', whole.Where(r => Math.Abs(r.Time - row.Time) < 5_000_000))}");
    }

    private static bool IsPart(string right, string text) => text.Length == 0 || text == right;

    private static bool IsTextPart(string right, string text) => text.Split('\n').All(line => right.Split('\n').Any(r => r == line || r.StartsWith(line, StringComparison.Ordinal)));
}
