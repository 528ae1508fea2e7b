using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

public sealed class RedisPropertyTests
{
    private const int Seed = 20267;
    private const int Rounds = 300;

    [Fact]
    public void Values_are_read_whatever_they_are()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 500; round++)
        {
            var (wire, kind, count) = RedisValues.Make(random, round % 2 == 0);
            var rows = new Talk().Do("FCALL f 0", wire).Do("PING", "+PONG\r\n").Rows();
            Assert.Equal((kind, (ulong)count, (ulong)wire.Length), (rows[0].Kind, rows[0].Count, rows[0].ResponseSize));
            Assert.Equal("PONG", rows[1].Response);
        }
    }

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
            List<(string, string, string, ulong)> expected = [];
            var talk = RandomRedis.Make(random, random.Next(2) == 0, 6, expected);
            var whole = talk.Rows();
            Assert.Equal(expected, whole.Select(r => (r.Command, r.Arguments.Split('|')[0], r.Kind, r.Count)));
            using var run = new ProtocolRun();
            run.Feed(Talk.Split(talk.Pieces, random, most));
            run.Close(talk);
            Assert.Equal(whole, run.Commands);
            run.Flush();
            Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_requests", "redis"), run.Stat("gap_bytes", "redis"), run.Stat("invalid", "redis")));
            Assert.Equal((ulong)talk.Pieces.Sum(p => p.Size), run.Stat("bytes", "redis"));
            Assert.Equal((ulong)(2 * whole.Count), run.Stat("messages", "redis"));
        }
    }

    [Fact]
    public void Split_at_every_byte_gives_the_same_rows()
    {
        const string monitored = "+1339518083.107412 [0 127.0.0.1:60866] \"keys\" \"*\"\r\n";
        var talk = new Talk().Ask("PING\r\n").Answer("+PONG\r\n").Do("HELLO 3", "%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n").Do("SUBSCRIBE a b", ">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n>3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n")
            .Answer(">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\n\r\n\r\n").Do("GET a", "|1\r\n+x\r\n*?\r\n.\r\n$?\r\n;2\r\nab\r\n;0\r\n").Do("EVAL x 0", "!5\r\nERR x\r\n").Do("GET x", "-WRONGTYPE\r\n")
            .Ask("MONITOR\r\n").Answer("+OK\r\n" + monitored + monitored);
        var whole = talk.Rows();
        Assert.Equal(10, whole.Count);
        foreach (var piece in talk.Pieces)
            for (var at = 1; at < piece.Payload.Length; at++)
            {
                using var run = new ProtocolRun();
                run.Feed(talk.Pieces.SelectMany(p => !ReferenceEquals(p, piece) ? [p] : new[]
                {
                    p with { Payload = p.Payload[..at], Size = at },
                    p with { Payload = p.Payload[at..], Size = p.Size - at, Position = p.Position + (ulong)at },
                }));
                run.Close(talk);
                Assert.Equal(whole, run.Commands);
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
            List<(string, string, string, ulong)> expected = [];
            var talk = RandomRedis.Make(random, isPipelined, 20, expected);
            var whole = talk.Rows().ToDictionary(r => r.Arguments.Split('|')[0]);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            var kept = Loss.Of(pieces, random, round % 3 == 0);
            using var run = new ProtocolRun();
            run.Feed(kept);
            run.Close(talk);
            // What is missing at the end is waited for in vain.
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in run.Commands)
                Check(whole, row, $"seed {Seed}, round {round}");
            Assert.Equal(run.Commands.Count, run.Commands.DistinctBy(r => r.Arguments.Split('|')[0]).Count());
            (made, possible) = (made + run.Commands.Count, possible + whole.Count);
            if (run.Stat("skipped_bytes", "unknown") == 0)
                Assert.Equal((ulong)(pieces.Sum(p => (long)p.Size) - kept.Sum(p => (long)p.Payload.Length)), run.Stat("gap_bytes", "redis"));
            Assert.Equal((ulong)run.Commands.Count, run.Stat("records", "redis"));
            Assert.Equal(0ul, run.Stat("given_up", "redis"));
        }

        Assert.True(made > possible / (isPipelined ? 20 : 3), $"{made} of {possible}");
    }

    [Fact]
    public void One_who_reads_all_replies_before_asking_again_is_paired_again_behind_a_loss()
    {
        var random = new Random(Seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var talk = RandomRedis.Make(random, true, 60, []);
            var whole = talk.Rows().ToDictionary(r => r.Arguments.Split('|')[0]);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            // Habits take twenty turns to form.
            var known = pieces.FindIndex(p => p.Time > talk.Pieces[40].Time);
            using var run = new ProtocolRun();
            run.Feed([.. pieces[..known], .. Loss.Of(pieces[known..], random, round % 2 == 0)]);
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in run.Commands)
                Check(whole, row, $"seed {Seed}, round {round}");
            (made, possible) = (made + run.Commands.Count, possible + whole.Count);
        }

        Assert.True(made > possible / 2, $"{made} of {possible}");
    }

    private static void Check(Dictionary<string, RedisRow> whole, RedisRow row, string round)
    {
        Assert.True(whole.TryGetValue(row.Arguments.Split('|')[0], out var right), $"{round}: no request {row}");
        Assert.True(right.Arguments.StartsWith(row.Arguments, StringComparison.Ordinal), $"{round}: {row} is not {right}");
        Assert.True(right.Response.StartsWith(row.Response, StringComparison.Ordinal), $"{round}: {row} is not {right}");
        Assert.True(
            right == row with { Arguments = right.Arguments, Query = right.Query, Response = right.Response, Database = right.Database },
            $"{round}: {row} is not {right}");
    }
}
