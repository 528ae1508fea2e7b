using System.Text;
using Spectre.Console;

namespace Pipeline.Host.Cli;

/// <summary>Rows under headings: fitted to the terminal, a line a row when redirected, or as a table in Markdown.</summary>
internal sealed class Listing(params string[] headings)
{
    // Wide enough that nothing wraps: whoever reads a file or a pipe wants a line a row.
    private const int Unbounded = 4096;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter output)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        // Only the last column, which holds sentences, gives way when the terminal is narrow.
        for (var i = 0; i < headings.Length; i++)
            table.AddColumn(new TableColumn("") { NoWrap = i < headings.Length - 1, Padding = new Padding(0, 0, 2, 0) });
        table.AddRow(headings.Select(Cell).ToArray());
        foreach (var row in _rows)
            table.AddRow(row.Select(Cell).ToArray());
        // Rendered apart, because it pads the last column with spaces, which nobody wants in a file.
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Console.IsOutputRedirected ? Unbounded : Console.WindowWidth;
        console.Write(table);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
            output.WriteLine(line.TrimEnd());
    }

    public void WriteMarkdown(TextWriter output)
    {
        WriteMarkdownRow(output, headings.Select(h => h.ToLowerInvariant()));
        WriteMarkdownRow(output, headings.Select(_ => "---"));
        foreach (var row in _rows)
            WriteMarkdownRow(output, row);
    }

    private static Text Cell(string text) => new(text);

    private static void WriteMarkdownRow(TextWriter output, IEnumerable<string> cells)
    {
        var line = new StringBuilder("|");
        foreach (var cell in cells)
            line.Append(' ').Append(cell.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ")).Append(" |");
        output.WriteLine(line.ToString());
    }
}
