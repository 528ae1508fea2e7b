using System.Globalization;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>
/// How the lines of one histogram are laid out: as BCC has them where there is room, <c>1 -> 2 : 100 |****  |</c>; narrower on a narrow terminal, and where bars
/// would have no room left, with the upper bounds alone, <c>2 : 100 |****  |</c>.
/// </summary>
/// <param name="Low">Characters of a lower bound; 0: it is left out.</param>
/// <param name="High">Characters of an upper bound.</param>
/// <param name="Count">Characters of a count.</param>
/// <param name="Bar">Characters of a bar; 0: there is none.</param>
/// <param name="Limit">Characters of a line.</param>
internal readonly record struct HistogramLayout(int Low, int High, int Count, int Bar, int Limit)
{
    private const int UsualBound = 10;
    private const int UsualCount = 8;
    private const int LongestBar = 40;
    private const int ShortestBar = 4;

    // " : ", " |" and the closing "|".
    private const int AroundBar = 6;
    private const int Arrow = 4;

    /// <summary>Characters in front of the colon.</summary>
    public int Bounds => Low == 0 ? High : Low + Arrow + High;

    /// <summary>What fits <paramref name="limit"/> characters.</summary>
    /// <param name="low">Characters of the longest lower bound.</param>
    /// <param name="high">Characters of the longest upper bound.</param>
    /// <param name="most">The largest count.</param>
    /// <param name="limit">Characters of a line.</param>
    public static HistogramLayout Fit(int low, int high, ulong most, int limit)
    {
        var count = Digits(most);
        HistogramLayout usual = new(Math.Max(low, UsualBound), Math.Max(high, UsualBound), Math.Max(count, UsualCount), LongestBar, limit);
        if (usual.Bounds + usual.Count + AroundBar + LongestBar <= limit)
            return usual;
        HistogramLayout tight = new(low, high, count, 0, limit);
        foreach (var layout in (ReadOnlySpan<HistogramLayout>)[tight, tight with { Low = 0 }])
        {
            var bar = Math.Min(LongestBar, limit - layout.Bounds - count - AroundBar);
            if (bar >= ShortestBar)
                return layout with { Bar = bar };
        }

        return tight with { Low = 0 };
    }

    private static int Digits(ulong value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
