using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Kafka;

public sealed class KafkaPropertyTests
{
    private const int Seed = 20262;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(4000)]
    public void Any_split_of_the_streams_gives_the_rows_that_were_meant(int most)
    {
        var random = new Random(Seed + most);
        for (var round = 0; round < (most == 1 ? 10 : 60); round++)
        {
            List<RandomKafka.Expected> expected = [];
            var talk = RandomKafka.Make(random, random.Next(2) == 0, 8, expected);
            List<KafkaRow> rows = [];
            using var run = KafkaRun.Start(rows);
            run.Feed(Talk.Split(talk.Pieces, random, most));
            run.Close(talk);
            // One that wants no answer is told before those asked earlier that do.
            Assert.Equal(expected, rows.OrderBy(r => r.Number).Select(Of));
            Assert.All(rows, r => Assert.False(r.IsPartial));
            run.Flush();
            Assert.Equal((0ul, 0ul, 0ul, 0ul), (run.Stat("unpaired_requests", "kafka"), run.Stat("unpaired_responses", "kafka"), run.Stat("gap_bytes", "kafka"), run.Stat("invalid", "kafka")));
            Assert.Equal((ulong)talk.Pieces.Sum(p => p.Size), run.Stat("bytes", "kafka"));
            Assert.Equal((ulong)expected.Sum(e => e.ResponseSize > 0 ? 2 : 1), run.Stat("messages", "kafka"));
        }
    }

    [Fact]
    public void Split_at_every_byte_gives_the_same_rows()
    {
        List<RandomKafka.Expected> expected = [];
        var talk = RandomKafka.Make(new Random(Seed), true, 3, expected);
        var whole = talk.Rows();
        Assert.Equal(expected.Count, whole.Count);
        foreach (var piece in talk.Pieces)
            for (var at = 1; at < piece.Payload.Length; at++)
            {
                List<KafkaRow> rows = [];
                using var run = KafkaRun.Start(rows);
                run.Feed(talk.Pieces.SelectMany(p => !ReferenceEquals(p, piece) ? [p] : new[]
                {
                    p with { Payload = p.Payload[..at], Size = at },
                    p with { Payload = p.Payload[at..], Size = p.Size - at, Position = p.Position + (ulong)at },
                }));
                Assert.Equal(whole, rows);
            }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones(bool isPipelined)
    {
        var random = new Random(Seed);
        var (made, possible, whole) = (0, 0, 0);
        for (var round = 0; round < 300; round++)
        {
            List<RandomKafka.Expected> expected = [];
            var talk = RandomKafka.Make(random, isPipelined, 20, expected);
            var right = expected.ToDictionary(e => e.Number);
            var pieces = Talk.Split(talk.Pieces, random, 400).ToList();
            List<KafkaRow> rows = [];
            using var run = KafkaRun.Start(rows);
            run.Feed(Loss.Of(pieces, random, round % 3 == 0));
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in rows)
                Check(right[row.Number], row, $"seed {Seed}, round {round}");
            Assert.Equal(rows.Count, rows.DistinctBy(r => r.Number).Count());
            Assert.Equal((ulong)rows.Count, run.Stat("records", "kafka"));
            Assert.Equal(0ul, run.Stat("given_up", "kafka"));
            (made, possible, whole) = (made + rows.Count, possible + expected.Count, whole + rows.Count(r => !r.IsPartial));
        }

        TestContext.Current.SendDiagnosticMessage($"{made} rows, {whole} of them whole, of {possible}");
        Assert.True(made > possible / 2, $"{made} of {possible}");
        Assert.True(whole > possible / 3, $"{whole} of {possible}");
    }

    /// <summary>What is not all there says so, and has nothing that was not said.</summary>
    private static void Check(RandomKafka.Expected right, KafkaRow row, string round)
    {
        if (!row.IsPartial)
        {
            Assert.True(right == Of(row), $"{round}: {row} is not {right}");
            return;
        }

        Assert.True((right.Command, right.Version, right.RequestSize, right.ResponseSize) == (row.Command, row.Version, row.RequestSize, row.ResponseSize), $"{round}: {row} is not {right}");
        Assert.True(row.Records <= right.Records, $"{round}: {row} has more than {right}");
    }

    private static RandomKafka.Expected Of(KafkaRow row) =>
        new(row.Command, row.Version, row.Number, row.Topic, row.Partition, row.Records, row.Error, row.RequestSize, row.ResponseSize);
}
