namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Which columns stand where: all in their usual width, or what fits a terminal.</summary>
/// <param name="Columns">The columns shown.</param>
/// <param name="Widths">Their widths.</param>
/// <param name="Rest">Index of the one that takes what the others leave; -1: none.</param>
/// <param name="Limit">Characters of a line; <see cref="int.MaxValue"/> without a terminal.</param>
internal sealed record TableLayout(TableColumn[] Columns, int[] Widths, int Rest, int Limit)
{
    // What a line ends with is what one reads: of fewer characters it tells less than the column beside it, but for the first columns of a very narrow terminal.
    private const int Readable = 12;
    private const int Few = 3;

    /// <summary>Every column in its usual width, lines as long as they get.</summary>
    public static TableLayout Unlimited(TableColumn[] columns) => new(columns, [.. columns.Select(column => column.Width)], RestOf(columns), int.MaxValue);

    /// <summary>
    /// What fits <paramref name="limit"/> characters: texts are squeezed first, then columns left out from the right, last an open-ended one and the one that rows
    /// are ordered by.
    /// </summary>
    public static TableLayout Fit(TableColumn[] columns, int limit)
    {
        var shown = columns.ToList();
        while (shown.Count > 1 && Least(shown) > limit)
            shown.RemoveAt(Dispensable(shown));

        TableColumn[] kept = [.. shown];
        int[] widths = [.. kept.Select((_, index) => Least(shown, index))];
        var spare = limit - Least(shown);
        // One character each in turn, so that no squeezed text starves beside another.
        for (var squeezed = true; squeezed && spare > 0;)
        {
            squeezed = false;
            for (var i = 0; i < widths.Length && spare > 0; i++)
            {
                if (widths[i] >= kept[i].Width)
                    continue;
                widths[i]++;
                spare--;
                squeezed = true;
            }
        }

        var rest = RestOf(kept);
        if (rest >= 0)
            widths[rest] += Math.Max(0, spare);
        return new TableLayout(kept, widths, rest, limit);
    }

    /// <summary>Columns behind <paramref name="index"/> and the spaces in front of them, in characters.</summary>
    public int Behind(int index)
    {
        var sum = 0;
        for (var i = index + 1; i < Widths.Length; i++)
            sum += 1 + Widths[i];
        return sum;
    }

    private static int Dispensable(List<TableColumn> columns)
    {
        var last = columns.Count - 1;
        if (columns.Count > 2 && (columns[last].IsOpenEnded || columns[last].IsOrder))
            last--;
        return columns.Count > 2 && columns[last].IsOrder ? last - 1 : last;
    }

    private static int Least(List<TableColumn> columns) => columns.Select((_, index) => Least(columns, index)).Sum() + columns.Count - 1;

    private static int Least(List<TableColumn> columns, int index) =>
        columns[index].IsOpenEnded && index == columns.Count - 1 && columns.Count > Few ? Math.Max(Readable, columns[index].Least) : columns[index].Least;

    /// <summary>The last open-ended column, or a text at the end of the line.</summary>
    private static int RestOf(TableColumn[] columns)
    {
        var open = Array.FindLastIndex(columns, column => column.IsOpenEnded);
        return open >= 0 ? open : columns.Length > 0 && columns[^1].IsText ? columns.Length - 1 : -1;
    }
}
