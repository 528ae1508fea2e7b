namespace Pipeline.Protocols.Tests.Support;

/// <summary>What holds for conversations of any protocol, whose rows are told apart by one of their cells.</summary>
/// <param name="protocol">Its name in <c>protocol_stats</c>.</param>
/// <param name="make">A conversation, and the keys of the rows there are to be, sorted.</param>
/// <param name="key">What tells a row from the others of its conversation.</param>
/// <param name="unsure">The columns that are empty, or where they end in <c>=0</c> zero, where the answer is not known.</param>
internal sealed class Conversations(string protocol, Func<Random, (Talk Talk, List<string> Keys)> make, Func<TableRow, string> key, params string[] unsure)
{
    private static readonly string[] Texts = ["payload", "body", "headers"];

    /// <summary>Whether a row is that of an answer whose request is not known.</summary>
    public Func<TableRow, bool> IsStray { get; init; } = _ => false;

    /// <summary>The rows are those that were meant, in whatever pieces the bytes come.</summary>
    public void AreTheSameInAnyPieces(int seed, int rounds, int most)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var (talk, keys) = make(random);
            var whole = RowsOf(talk);
            Assert.Equal(keys, whole.Select(key).Order(StringComparer.Ordinal));
            using var run = new ProtocolRun();
            run.Feed(Talk.Split(talk.Pieces, random, most));
            run.Close(talk);
            Assert.Equal(whole, run.Others);
            run.Flush();
            Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_requests", protocol), run.Stat("unpaired_responses", protocol), run.Stat("invalid", protocol)));
            Assert.Equal((ulong)talk.Pieces.Sum(p => p.Size), run.Stat("bytes", protocol));
        }
    }

    /// <summary>What is lost costs rows, or the answers of some; no row is wrong, or comes twice. Returns how many rows there were, of how many.</summary>
    public (int Made, int Possible) LoseRowsAndMakeNoWrongOnes(int seed, int rounds)
    {
        var random = new Random(seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var (talk, _) = make(random);
            var whole = RowsOf(talk).ToDictionary(key);
            using var run = new ProtocolRun();
            run.Feed(Loss.Of([.. Talk.Split(talk.Pieces, random, 200)], random, round % 3 == 0));
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            var rows = run.Others.Where(r => !IsStray(r)).ToList();
            foreach (var row in rows)
            {
                Assert.True(whole.TryGetValue(key(row), out var right), $"seed {seed}, round {round}: there is no {row}");
                Assert.True(row == right || row == Unsure(right) || IsCut(row, right), $"seed {seed}, round {round}: {row} is not {right}");
            }

            Assert.Equal(rows.Count, rows.DistinctBy(key).Count());
            Assert.Equal((ulong)run.Others.Count, run.Stat("records", protocol));
            (made, possible) = (made + rows.Count, possible + whole.Count);
        }

        return (made, possible);
    }

    public static List<TableRow> RowsOf(Talk talk, Transforms.Protocols.ProtocolsOptions? options = null)
    {
        using var run = new ProtocolRun(options);
        run.Feed(talk.Pieces);
        run.Close(talk);
        return run.Others;
    }

    private TableRow Unsure(TableRow row) => unsure.Aggregate(row.With("0", "latency_ns"), (changed, column) => column.EndsWith('0') ? changed.With("0", column[..^2]) : changed.With("", column));

    // Bytes of a message that were lost cost the text behind them, and of all that has it.
    private bool IsCut(TableRow row, TableRow right)
    {
        string[] texts = [.. Texts.Where(t => right.Has(t))];
        var bare = Bare(row, texts);
        return right[texts[0]].StartsWith(row[texts[0]], StringComparison.Ordinal) && (bare == Bare(right, texts) || bare == Bare(Unsure(right), texts));
    }

    private static TableRow Bare(TableRow row, string[] texts) => texts.Contains("headers") ? row.With("", texts).With("0", "header_count") : row.With("", texts);
}
