namespace Pipeline.Protocols.Tests.Support;

/// <summary>What holds for every protocol of streams, whatever is said: rows do not depend on how the bytes come, and lost bytes cost rows but make no wrong ones.</summary>
internal static class StreamChecks
{
    private const int Rounds = 60;

    /// <summary>Any split of the streams gives the same rows, and those that are expected.</summary>
    /// <param name="protocol">Its name in <c>protocol_stats</c>.</param>
    /// <param name="seed">Of the choices.</param>
    /// <param name="make">Makes a conversation, and tells the rows in order.</param>
    /// <param name="tell">What is compared of a row with what is expected.</param>
    /// <param name="counted">Columns of <c>protocol_stats</c> that such conversations count in without a loss.</param>
    public static void Splits(string protocol, int seed, Func<Random, List<string>, Talk> make, Func<TableRow, string> tell, params string[] counted)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            List<string> expected = [];
            var talk = make(random, expected);
            var whole = talk.TableRowsOf();
            Assert.Equal(expected, whole.Select(tell));
            using var run = TableRows.Run(out var rows);
            run.Feed(Talk.Split(talk.Pieces, random, (round % 4) switch { 0 => 1, 1 => 7, 2 => 100, _ => 4000 }));
            run.Close(talk);
            run.Flush();
            Assert.Equal(whole.Select(r => r.ToString()), rows.Select(r => r.ToString()));
            foreach (var loss in (string[])["unpaired_requests", "unpaired_responses", "gap_bytes", "invalid", "skipped_bytes"])
                Assert.True(counted.Contains(loss) || run.Stat(loss, protocol) == 0, $"seed {seed}, round {round}: {loss} {run.Stat(loss, protocol)}");
        }
    }

    /// <summary>After losses each row is one of those that there are without, at most with less in it.</summary>
    /// <param name="protocol">Its name in <c>protocol_stats</c>.</param>
    /// <param name="seed">Of the choices.</param>
    /// <param name="make">Makes a conversation in which every request and every answer has something of its own, and a time.</param>
    /// <param name="leastShare">Share of rows that must be left, in percent.</param>
    /// <param name="apart">Columns that may differ.</param>
    public static void Losses(string protocol, int seed, Func<Random, List<string>, Talk> make, int leastShare, params string[] apart)
    {
        var random = new Random(seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < 5 * Rounds; round++)
        {
            var talk = make(random, []);
            var whole = talk.TableRowsOf().ToLookup(r => r["time"]);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            using var run = TableRows.Run(out var rows);
            run.Feed(Loss.Of(pieces, random, round % 3 == 0));
            run.Close(talk);
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in rows)
                Assert.True(whole[row["time"]].Any(right => row.IsPartOf(right, apart)), $"seed {seed}, round {round}: {string.Join("; ", whole[row["time"]].Select(right => row.Difference(right, apart)))}\n{row}");
            (made, possible) = (made + rows.Count, possible + whole.Sum(g => g.Count()));
            Assert.True(whole.Sum(g => g.Count()) >= rows.Count, $"seed {seed}, round {round}: more rows than without a loss");
            Assert.Equal(0ul, run.Stat("given_up", protocol));
        }

        TestContext.Current.SendDiagnosticMessage($"{made} of {possible} rows");
        Assert.True(made > possible * leastShare / 100, $"{made} of {possible}");
    }

    /// <summary>Split at every byte, the rows are the same.</summary>
    public static void EverySplit(Talk talk)
    {
        var whole = talk.TableRowsOf().Select(r => r.ToString()).ToList();
        foreach (var piece in talk.Pieces)
            for (var at = 1; at < piece.Payload.Length; at++)
            {
                using var run = TableRows.Run(out var rows);
                run.Feed(talk.Pieces.SelectMany(p => !ReferenceEquals(p, piece) ? [p] : new[]
                {
                    p with { Payload = p.Payload[..at], Size = at },
                    p with { Payload = p.Payload[at..], Size = p.Size - at, Position = p.Position + (ulong)at },
                }));
                run.Close(talk);
                Assert.Equal(whole, rows.Select(r => r.ToString()));
            }
    }

    /// <summary>Cut at every byte, rows are those of what came in full.</summary>
    public static void EveryCut(Talk talk)
    {
        var whole = talk.TableRowsOf().Select(r => r.ToString()).ToList();
        for (var last = 0; last < talk.Pieces.Count; last++)
            for (var at = 1; at < talk.Pieces[last].Payload.Length; at++)
            {
                using var run = TableRows.Run(out var rows);
                run.Feed([.. talk.Pieces.Take(last), talk.Pieces[last] with { Payload = talk.Pieces[last].Payload[..at], Size = at }]);
                run.Finish();
                Assert.Equal(whole.Take(rows.Count), rows.Select(r => r.ToString()));
            }
    }
}
