using Pipeline.Host.Configuration;

namespace Pipeline.Host.Cli;

/// <summary>Prints tables with their columns, for a terminal or as a page of documentation.</summary>
internal static class TableListing
{
    public static void Write(IReadOnlyList<DescribedTable> tables, TextWriter output)
    {
        foreach (var (origin, table) in tables)
        {
            if (table != tables[0].Schema)
                output.WriteLine();
            output.WriteLine($"{table.Name} ({SnakeCase.From(table.Kind.ToString())}), from {origin}{(table.Help is { } help ? $": {help}" : "")}");
            ColumnsOf(table).Write(output);
        }
    }

    public static void WriteMarkdown(IReadOnlyList<DescribedTable> tables, TextWriter output)
    {
        output.WriteLine("# Tables");
        output.WriteLine();
        output.WriteLine("Made by `pipeline tables --markdown`; a test compares. Units are UCUM's: ns, By (bytes), 1 (a number of things).");
        foreach (var (origin, table) in tables)
        {
            output.WriteLine();
            output.WriteLine($"## {table.Name}");
            output.WriteLine();
            output.WriteLine($"{(table.Help is { } help ? $"{Sentence(help)} " : "")}{Sentence($"{SnakeCase.From(table.Kind.ToString())} table of the {origin}")}");
            output.WriteLine();
            ColumnsOf(table).WriteMarkdown(output);
        }
    }

    private static Listing ColumnsOf(TableSchema table)
    {
        var listing = new Listing("COLUMN", "TYPE", "UNIT", "HELP");
        foreach (var column in table.Columns)
            listing.Add(column.Name, TypeOf(column, table), column.Unit ?? "", HelpOf(column));
        return listing;
    }

    // In a metric table the type alone does not tell what may be done with a number.
    private static string TypeOf(ColumnSchema column, TableSchema table) => column switch
    {
        { Instrument: { } instrument } => $"{column.Type} {SnakeCase.From(instrument.ToString())}",
        _ when table.Kind == TableKind.Metric && column.Type.IsText => $"{column.Type} label",
        _ => column.Type.ToString(),
    };

    private static string HelpOf(ColumnSchema column)
    {
        var names = column.Type.Names.IsEmpty ? "" : $"One of {string.Join(", ", column.Type.Names.Select(n => n.Name))}.";
        if (column.Type.Kind == ColumnKind.Flags)
            names = names.Replace("One of", "Any of", StringComparison.Ordinal);
        return string.Join(' ', new[] { column.Help is { } help ? Sentence(help) : "", names }.Where(t => t.Length > 0));
    }

    // Kernel programs' authors write phrases, plugins' authors sentences.
    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";
}
