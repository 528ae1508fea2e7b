namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Which columns stand where: all in their usual width, or what fits a terminal.</summary>
/// <param name="Columns">The columns shown.</param>
/// <param name="Widths">Their widths.</param>
/// <param name="Rest">Index of the one that takes what the others leave; -1: none.</param>
/// <param name="Limit">Characters of a line; <see cref="int.MaxValue"/> without a terminal.</param>
internal sealed record TableLayout(TableColumn[] Columns, int[] Widths, int Rest, int Limit)
{
    /// <summary>Every column in its usual width, lines as long as they get.</summary>
    public static TableLayout Unlimited(TableColumn[] columns) => new(columns, [.. columns.Select(column => column.Width)], RestOf(columns), int.MaxValue);

    /// <summary>What fits <paramref name="limit"/> characters: texts are squeezed first, then columns left out from the right, the open-ended one last.</summary>
    public static TableLayout Fit(TableColumn[] columns, int limit)
    {
        var shown = columns.ToList();
        while (shown.Count > 1 && Total(shown, column => column.Least) > limit)
        {
            var rest = RestOf([.. shown]);
            shown.RemoveAt(rest == shown.Count - 1 && shown.Count > 2 ? shown.Count - 2 : shown.Count - 1);
        }

        int[] widths = [.. shown.Select(column => column.Least)];
        var spare = limit - Total(shown, column => column.Least);
        var takesRest = RestOf([.. shown]);
        for (var i = 0; i < widths.Length && spare > 0; i++)
        {
            var more = Math.Min(spare, shown[i].Width - widths[i]);
            widths[i] += more;
            spare -= more;
        }

        if (takesRest >= 0)
            widths[takesRest] += Math.Max(0, spare);
        return new TableLayout([.. shown], widths, takesRest, limit);
    }

    /// <summary>Columns behind <paramref name="index"/> and the spaces in front of them, in characters.</summary>
    public int Behind(int index)
    {
        var sum = 0;
        for (var i = index + 1; i < Widths.Length; i++)
            sum += 1 + Widths[i];
        return sum;
    }

    private static int Total(List<TableColumn> columns, Func<TableColumn, int> width) => columns.Sum(width) + columns.Count - 1;

    /// <summary>The last open-ended column, or a text at the end of the line.</summary>
    private static int RestOf(TableColumn[] columns)
    {
        var open = Array.FindLastIndex(columns, column => column.IsOpenEnded);
        return open >= 0 ? open : columns.Length > 0 && columns[^1].IsText ? columns.Length - 1 : -1;
    }
}
