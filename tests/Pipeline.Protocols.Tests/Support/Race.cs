namespace Pipeline.Protocols.Tests.Support;

/// <summary>Rows as two threads make them: one writes, and its row comes when the other has read the answer already.</summary>
internal static class Race
{
    /// <summary>
    /// A client's rows: the end of what it asks at once may come behind any part of the answer, as long as that came before it asks again. Times are in the order
    /// of rows, which are microseconds apart.
    /// </summary>
    /// <param name="pieces">In the order in which bytes were moved.</param>
    /// <param name="random">Where choices come from.</param>
    /// <param name="chance">How often it happens, of 1.</param>
    public static List<Said> OfClient(IReadOnlyList<Said> pieces, Random random, double chance) => Swap(pieces, random, chance, isRequestLate: true);

    /// <summary>A server's rows: the end of an answer may come behind the beginning of what is asked next.</summary>
    public static List<Said> OfServer(IReadOnlyList<Said> pieces, Random random, double chance) => Swap(pieces, random, chance, isRequestLate: false);

    private static List<Said> Swap(IReadOnlyList<Said> pieces, Random random, double chance, bool isRequestLate)
    {
        var rows = pieces.ToList();
        for (var at = 0; at + 1 < rows.Count; at++)
        {
            // Where one side stops and the other begins.
            if (rows[at].IsIngress != isRequestLate || rows[at + 1].IsIngress == isRequestLate || random.NextDouble() >= chance)
                continue;
            var (late, count) = (1, 1);
            while (at - late >= 0 && rows[at - late].IsIngress == isRequestLate && random.Next(2) == 0)
                late++;
            while (at + count + 1 < rows.Count && rows[at + count + 1].IsIngress != isRequestLate && random.Next(2) == 0)
                count++;
            var moved = rows.GetRange(at + 1 - late, late);
            rows.RemoveRange(at + 1 - late, late);
            rows.InsertRange(at + 1 - late + count, moved);
            at += count;
        }

        return [.. rows.Select((r, i) => r with { Time = 1_000_000_000 + i * 20_000L })];
    }
}
