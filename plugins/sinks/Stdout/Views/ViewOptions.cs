namespace Pipeline.Sinks.Stdout.Views;

/// <summary>The options about metric tables, checked against the tables.</summary>
internal static class ViewOptions
{
    // As many as BCC's tools show.
    private const int RowsOfTable = 20;

    /// <summary>Rows shown at a time.</summary>
    public static int Limit(StdoutOptions options) => options.Limit switch
    {
        null => options.Format == StdoutFormat.Table ? RowsOfTable : int.MaxValue,
        0 => int.MaxValue,
        { } limit => limit,
    };

    /// <summary>Whether metric tables are gathered into views; otherwise their rows are written as they come.</summary>
    public static bool AreWanted(StdoutOptions options) => options.Format == StdoutFormat.Table || options.Every is not null;

    /// <summary>Whether each view takes the place of the last one: on a terminal that knows how, with nothing else to show.</summary>
    public static bool Clear(StdoutOptions options, bool isTerminal, TableSchema[] tables, Func<string, string?> variable) =>
        options is { Every: not null, Format: StdoutFormat.Table } && isTerminal && variable("TERM") is not (null or "" or "dumb")
        && Array.TrueForAll(tables, table => table.Kind == TableKind.Metric);

    /// <exception cref="OptionException">An option asks for what the tables do not have.</exception>
    public static void Check(IReadOnlyList<TableSchema> tables, StdoutOptions options)
    {
        (string Key, bool IsSet)[] set = [("every", options.Every is not null), ("sort", options.Sort is not null), ("limit", options.Limit is not null)];
        var first = Array.Find(set, option => option.IsSet).Key;
        if (first is null || tables.Count == 0)
            return;
        var metrics = tables.Where(table => table.Kind == TableKind.Metric).ToArray();
        if (metrics.Length == 0)
            throw new OptionException(first, $"{first} is for figures, and {string.Join(" and ", tables.Select(table => table.Name))} {(tables.Count == 1 ? "has" : "have")} events: leave it out");
        if (!AreWanted(options))
            throw new OptionException(first, $"{first} is for figures that are shown together, and without every this format writes each reading as it comes: set every, or leave {first} out");
        if (options.Sort is { } sort)
            CheckSort(metrics, sort);
    }

    private static void CheckSort(TableSchema[] metrics, string sort)
    {
        string[] accepted = [.. metrics.SelectMany(table => table.Columns).Where(column => column.Instrument is not null).Select(column => column.Name).Distinct(StringComparer.Ordinal)];
        if (!accepted.Contains(sort, StringComparer.Ordinal))
            throw new OptionException("sort", $"no input has such a value column (got '{sort}', expected {string.Join(", ", accepted)})")
            {
                Word = sort,
                Accepted = accepted,
            };
    }
}
