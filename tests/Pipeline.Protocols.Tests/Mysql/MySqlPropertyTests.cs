using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mysql.My;

namespace Pipeline.Protocols.Tests.Mysql;

public sealed class MySqlPropertyTests
{
    private const int Seed = 20268;

    [Fact]
    public void Any_split_of_the_streams_gives_the_same_rows() => StreamChecks.Splits("mysql", Seed, Make, row => row.Cells("req_cmd", "req_body", "error_code", "returned_rows"));

    [Fact]
    public void Split_at_every_byte_gives_the_same_rows()
    {
        var talk = Begun().Ask(Prepare("select ? from t")).Answer(Prepared(5, 1, 1)).Ask(Execute(5, (3, Int(7)))).Answer(Result(["a"], [["1"], [null]])).Ask(Query("update t set a = 1")).Answer(Ok(affected: 3))
            .Ask(Query("nonsense")).Answer(Error(1064, "42000", "x")).Ask(Packet(0, 14), Packet(0, [25, .. Int(5)])).Answer(Ok()).Ask(Packet(0, 1));
        Assert.Equal(8, talk.TableRowsOf().Count);
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
            var talk = RandomMy.Make(random, isPipelined, 20, []);
            var whole = MyRow.Of(talk);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            var kept = Loss.Of(pieces, random, round % 3 == 0);
            List<MyRow> rows = [];
            using var run = MyRow.Run(rows);
            run.Feed(kept);
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in rows)
                Check(whole, row, $"seed {Seed}, round {round}");
            (made, possible) = (made + rows.Count, possible + whole.Count);
            Assert.Equal(0ul, run.Stat("given_up", "mysql"));
        }

        Assert.True(made > possible / (isPipelined ? 20 : 3), $"{made} of {possible}");
    }

    private static Talk Make(Random random, List<string> expected)
    {
        List<(string Command, string Request, string Error, ulong Rows)> rows = [];
        var talk = RandomMy.Make(random, random.Next(2) == 0, 6, rows);
        expected.AddRange(rows.Select(r => $"{r.Command}|{r.Request}|{r.Error}|{r.Rows}"));
        return talk;
    }

    /// <summary>A row is right if one of the whole talk has all that it tells; what it does not know it leaves empty.</summary>
    private static void Check(List<MyRow> whole, MyRow row, string round) => Assert.True(
        whole.Any(right => right.Command == row.Command && (row.Request.Length == 0 || right.Request == row.Request || (row.Request.Contains('?') && right.Statement == row.Statement)) && right.Error == row.Error
            && right.Returned == row.Returned && right.Affected == row.Affected && right.Status == row.Status && right.Time <= row.Time + row.Latency && row.Time <= right.Time + right.Latency),
        $"{round}: {row} is none of\n{string.Join('\n', whole.Where(r => Math.Abs(r.Time - row.Time) < 5_000_000))}");
}
