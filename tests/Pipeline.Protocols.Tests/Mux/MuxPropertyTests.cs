using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mux.MuxBytes;

namespace Pipeline.Protocols.Tests.Mux;

public sealed class MuxPropertyTests
{
    private const int Seed = 20265;

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(3000)]
    public void Any_split_of_the_streams_gives_the_rows_that_were_meant(int most)
    {
        var random = new Random(Seed + most);
        for (var round = 0; round < 60; round++)
        {
            List<(string, string, ulong, ulong)> expected = [];
            var talk = Make(random, expected);
            List<MuxRow> rows = [];
            using var run = MuxRow.Start(rows);
            run.Feed(Talk.Split(talk.Pieces, random, most));
            run.Close(talk);
            run.Flush();
            Assert.Equal(expected, rows.Skip(1).Select(Of));
            Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_requests", "mux"), run.Stat("unpaired_responses", "mux"), run.Stat("invalid", "mux")));
        }
    }

    [Fact]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones()
    {
        var random = new Random(Seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            List<(string Type, string Path, ulong, ulong)> expected = [];
            var talk = Make(random, expected);
            List<MuxRow> rows = [];
            using var run = MuxRow.Start(rows);
            run.Feed(Loss.Of([.. Talk.Split(talk.Pieces, random, 200)], random, round % 3 == 0));
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            // A ping is like another; of a call nobody saw the path, its size tells it.
            foreach (var row in rows.Where(r => r.Type == "Tdispatch"))
                Assert.True(expected.Contains(Of(row)) || (row.Path.Length == 0 && expected.Any(e => (e.Item3, e.Item4) == (row.RequestSize, row.ResponseSize))), $"seed {Seed}, round {round}: there was no {row}");
            Assert.Equal((ulong)rows.Count, run.Stat("records", "mux"));
            (made, possible) = (made + rows.Count, possible + expected.Count);
        }

        TestContext.Current.SendDiagnosticMessage($"{made} rows of {possible}");
        Assert.True(made > possible / 2, $"{made} of {possible}");
    }

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        Dictionary<ProtocolRun, ulong> rows = [];
        Fuzz.Run(Seed, Pieces, run => rows[run] = run.Stat("records", "mux"));
        var made = rows.Values.Aggregate(0ul, (sum, n) => sum + n);
        Assert.True(made > (ulong)Fuzz.Inputs / 100, $"{made} rows: most inputs were not read as Mux");
    }

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        foreach (var said in Make(random, [], connection, 3).Pieces)
        {
            byte[] bytes = [.. said.Payload];
            if (random.Next(3) == 0)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            foreach (var piece in Talk.Split([said with { Payload = bytes }], random, random.Next(10, 400)))
                yield return piece with
                {
                    Size = random.Next(40) == 0 ? piece.Size + random.Next(5000) : piece.Size,
                    Position = random.Next(100) == 0 ? ulong.MaxValue - (ulong)random.Next(50) : piece.Position,
                    Role = (byte)random.Next(6),
                    IsDatagram = random.Next(100) == 0,
                };
        }
    }

    /// <summary>A beginning, and calls and pings of which some are under way at the same time; each call has a path of its own, and its answer a size that tells whose it is.</summary>
    internal static Talk Make(Random random, List<(string, string, ulong, ulong)> expected, ulong connection = 1, int turns = 15)
    {
        var talk = new Talk(connection).Say(true, Tinit(1)).Say(false, Rinit(1));
        var calls = 0;
        for (var turn = 0; turn < turns; turn++)
        {
            List<(string Type, string Path, List<byte[]> Request, List<byte[]> Answer)> burst = [];
            for (var tag = 1; tag <= random.Next(1, 5); tag++)
                if (random.Next(5) == 0)
                {
                    burst.Add(("Tping", "", [Tping(tag)], [Rping(tag)]));
                }
                else
                {
                    var path = $"/s/call/{++calls}";
                    byte[] answer = [0, 0, 0, .. new byte[10 + calls * 3]];
                    burst.Add(("Tdispatch", path, Fragments(2, tag, Dispatch(path, new byte[random.Next(400)]), random.Next(2) == 0 ? 150 : 5000), Fragments(-2, tag, answer, random.Next(2) == 0 ? 40 : 5000)));
                }

            foreach (var fragment in Mix(random, burst.Select(b => b.Request)))
                talk.Say(true, fragment);
            foreach (var (type, path, request, answer) in burst.OrderBy(_ => random.Next()))
            {
                expected.Add((type, path, (ulong)request.Sum(f => f.Length), (ulong)answer.Sum(f => f.Length)));
                foreach (var fragment in answer)
                    talk.Say(false, fragment);
            }
        }

        return talk;
    }

    /// <summary>One of each in turn.</summary>
    private static List<byte[]> Mix(Random random, IEnumerable<List<byte[]>> streams)
    {
        List<byte[]> mixed = [];
        var left = streams.Select(s => new Queue<byte[]>(s)).ToList();
        while (left.Count > 0)
        {
            var stream = left[random.Next(left.Count)];
            mixed.Add(stream.Dequeue());
            if (stream.Count == 0)
                left.Remove(stream);
        }

        return mixed;
    }

    private static (string, string, ulong, ulong) Of(MuxRow row) => (row.Type, row.Path, row.RequestSize, row.ResponseSize);
}
