using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Joining;

/// <summary>Conversations of which a source saw only what came behind a moment: it counts both directions from there on.</summary>
internal static class Joined
{
    /// <summary>What is left of a conversation, without its first pieces.</summary>
    public static List<Said> Behind(IReadOnlyList<Said> pieces, int cut)
    {
        var bases = new[] { Moved(pieces.Take(cut), false), Moved(pieces.Take(cut), true) };
        return [.. pieces.Skip(cut).Select(p => p with { Position = p.Position - bases[p.IsIngress ? 1 : 0] + StreamPositions.UnknownStart })];
    }

    /// <summary>The rows of pieces, of a connection that both sides ended when all had come.</summary>
    public static List<TableRow> RowsOf(IReadOnlyList<Said> pieces, bool isOrderly = true)
    {
        using var run = new ProtocolRun { All = [] };
        run.Feed(pieces);
        run.Close(1, End(pieces, false), End(pieces, true), pieces[^1].Time, isOrderly: isOrderly);
        run.Flush(TimeSpan.FromSeconds(7));
        return [.. run.All];
    }

    private static ulong Moved(IEnumerable<Said> pieces, bool isIngress) => (ulong)pieces.Where(p => p.IsIngress == isIngress).Sum(p => p.Size);

    private static ulong End(IEnumerable<Said> pieces, bool isIngress) => pieces.LastOrDefault(p => p.IsIngress == isIngress) is { } last ? last.Position + (ulong)last.Size : StreamPositions.UnknownStart;
}
