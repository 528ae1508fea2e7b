using System.Globalization;
using Pipeline.Bpf;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Cli;

/// <summary>Prints tables with their columns, and the options of the programs that fill them, for a terminal or as a page of documentation.</summary>
internal static class TableListing
{
    public static void Write(IReadOnlyList<TableGroup> groups, TextWriter output)
    {
        var separator = "";
        foreach (var group in groups)
        {
            foreach (var table in group.Tables)
            {
                output.Write(separator);
                output.WriteLine($"{table.Name}: {Introduce(table, group)}");
                ColumnsOf(table, group).Write(output);
                separator = Environment.NewLine;
            }

            if (group.Options.Count == 0)
                continue;
            output.WriteLine();
            OptionsOf(group).Write(output);
        }
    }

    public static void WriteMarkdown(IReadOnlyList<TableGroup> groups, TextWriter output)
    {
        output.WriteLine("# Tables");
        output.WriteLine();
        output.WriteLine("Made by `pipeline tables --markdown`; a test compares. Units are UCUM's: ns, By (bytes), 1 (a number of things).");
        foreach (var group in groups)
        {
            foreach (var table in group.Tables)
            {
                output.WriteLine();
                output.WriteLine($"## {table.Name}");
                output.WriteLine();
                output.WriteLine(Introduce(table, group));
                output.WriteLine();
                ColumnsOf(table, group).WriteMarkdown(output);
            }

            if (group.Options.Count == 0)
                continue;
            output.WriteLine();
            OptionsOf(group).WriteMarkdown(output);
        }
    }

    private static string Introduce(TableSchema table, TableGroup group) =>
        $"{(table.Help is { } help ? $"{Sentence(help)} " : "")}{Sentence($"{SnakeCase.From(table.Kind.ToString())} table of the {group.Origin}")}";

    private static Listing ColumnsOf(TableSchema table, TableGroup group)
    {
        var listing = new Listing("COLUMN", "TYPE", "UNIT", "HELP");
        foreach (var column in table.Columns)
            listing.Add(column.Name, TypeOf(column, table), column.Unit ?? "", HelpOf(column, group.OptionOf(table.Name, column.Name)));
        return listing;
    }

    private static Listing OptionsOf(TableGroup group)
    {
        var listing = new Listing("OPTION", "TYPE", "DEFAULT", "HELP");
        foreach (var option in group.Options)
            listing.Add(option.Name, option.Unit is { } unit ? $"{SnakeCase.From(option.Kind.ToString())} ({unit})" : SnakeCase.From(option.Kind.ToString()), DefaultOf(option), option.Help is { } help ? Sentence(help) : "");
        return listing;
    }

    // Defaults come as the program holds them: durations in nanoseconds, sizes in bytes.
    private static string DefaultOf(OptionSpec option) => (option.Kind, option.Default) switch
    {
        (OptionKind.Duration, long nanoseconds) => TomlText.Quote(DurationText.Format(nanoseconds)),
        (OptionKind.Size, long bytes) => TomlText.Quote(new ByteSize(bytes).ToString()),
        (_, bool on) => on ? "true" : "false",
        (_, string text) => TomlText.Quote(text),
        (OptionKind.Integers or OptionKind.Cidrs, _) => "[]",
        (_, var value) => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // In a metric table the type alone does not tell what may be done with a number.
    private static string TypeOf(ColumnSchema column, TableSchema table) => column switch
    {
        { Instrument: { } instrument and not Instrument.Histogram } => $"{column.Type} {SnakeCase.From(instrument.ToString())}",
        { Instrument: null } when table.Kind == TableKind.Metric && column.Type.Kind != ColumnKind.Time => $"{column.Type} label",
        _ => column.Type.ToString(),
    };

    private static string HelpOf(ColumnSchema column, string? option)
    {
        var choice = column.Type.Kind == ColumnKind.Flags ? "Any of" : "One of";
        var names = column.Type.Names.IsEmpty ? "" : $"{choice} {string.Join(", ", column.Type.Names.Select(n => n.Name))}.";
        var condition = option is null ? "" : $"Only with `{option}`.";
        return string.Join(' ', new[] { column.Help is { } help ? Sentence(help) : "", names, condition }.Where(t => t.Length > 0));
    }

    // Kernel programs' authors write phrases, plugins' authors sentences.
    private static string Sentence(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";
}
