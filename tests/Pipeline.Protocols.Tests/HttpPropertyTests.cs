using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

public sealed class HttpPropertyTests
{
    private const int Seed = 20264;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(4000)]
    public void Any_split_of_the_streams_gives_the_same_rows(int most)
    {
        var random = new Random(Seed + most);
        for (var round = 0; round < 60; round++)
        {
            var talk = RandomTalk.Make(random, 1, random.Next(2) == 0, 6);
            var whole = ProtocolRun.RowsOf(talk);
            Assert.Equal(talk.Pieces.Count(p => p.IsIngress), whole.Count);
            using var run = new ProtocolRun();
            run.Feed(Talk.Split(talk.Pieces, random, most));
            run.Close(talk);
            Assert.Equal(whole, run.Rows);
            run.Flush();
            Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_requests"), run.Stat("gap_bytes"), run.Stat("invalid")));
            Assert.Equal((ulong)talk.Pieces.Sum(p => p.Size), run.Stat("bytes"));
        }
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
            var talk = RandomTalk.Make(random, 1, isPipelined, 20);
            var whole = ProtocolRun.RowsOf(talk).ToDictionary(r => r.Path);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            var kept = Loss.Of(pieces, random, round % 3 == 0);
            using var run = new ProtocolRun();
            run.Feed(kept);
            run.Close(talk);
            // What is missing at the end is waited for in vain.
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in run.Rows)
                Check(whole, row, $"seed {Seed}, round {round}");
            Assert.Equal(run.Rows.Count, run.Rows.DistinctBy(r => r.Path).Count());
            (made, possible) = (made + run.Rows.Count, possible + whole.Count);
            // Before it was known what the connection speaks, nobody looked for gaps.
            if (run.Stat("skipped_bytes", "unknown") == 0)
                Assert.Equal((ulong)(pieces.Sum(p => (long)p.Size) - kept.Sum(p => (long)p.Payload.Length)), run.Stat("gap_bytes"));
            Assert.Equal((ulong)run.Rows.Count, run.Stat("records"));
        }

        // What is paired again after a loss is most of it where requests wait for one another.
        Assert.True(made > possible / (isPipelined ? 20 : 3), $"{made} of {possible}");
    }

    [Fact]
    public void Pieces_told_twice_are_read_once()
    {
        var random = new Random(Seed);
        var talk = RandomTalk.Make(random, 1, false, 10);
        var pieces = Talk.Split(talk.Pieces, random, 50).ToList();
        using var run = new ProtocolRun();
        run.Feed(pieces.SelectMany((p, i) => i > 2 && i % 3 == 0 ? [p, pieces[i - 2], p] : new[] { p }));
        Assert.Equal(ProtocolRun.RowsOf(talk), run.Rows);
    }

    [Fact]
    public void Serial_connection_is_paired_again_from_the_next_request_on()
    {
        var talk = new Talk();
        for (var i = 0; i < 10; i++)
            talk.Ask($"GET /{i} HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        using var run = new ProtocolRun();
        run.Feed(talk.Pieces.Where((_, i) => i is < 8 or > 9));
        Assert.Equal(["/0", "/1", "/2", "/3", "/6", "/7", "/8", "/9"], run.Rows.Select(r => r.Path).Where(p => p != "/5"));
    }

    [Fact]
    public void One_who_reads_all_responses_before_asking_again_is_paired_again_behind_a_loss()
    {
        var random = new Random(Seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var talk = RandomTalk.Make(random, 1, true, 60);
            var whole = ProtocolRun.RowsOf(talk).ToDictionary(r => r.Path);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            // Habits take twenty turns to form.
            var known = pieces.FindIndex(p => p.Time > talk.Pieces[140].Time);
            using var run = new ProtocolRun();
            run.Feed([.. pieces[..known], .. Loss.Of(pieces[known..], random, round % 2 == 0)]);
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in run.Rows)
                Check(whole, row, $"seed {Seed}, round {round}");
            (made, possible) = (made + run.Rows.Count, possible + whole.Count);
        }

        Assert.True(made > possible / 2, $"{made} of {possible}");
    }

    private static void Check(Dictionary<string, HttpRow> whole, HttpRow row, string round)
    {
        Assert.True(whole.TryGetValue(row.Path, out var right), $"{round}: no request {row.Path}");
        Assert.True(right.RequestBody.StartsWith(row.RequestBody, StringComparison.Ordinal), $"{round}: {row} is not {right}");
        Assert.True(right.ResponseBody.StartsWith(row.ResponseBody, StringComparison.Ordinal), $"{round}: {row} is not {right}");
        Assert.Equal(right, row with { RequestBody = right.RequestBody, ResponseBody = right.ResponseBody });
    }
}
