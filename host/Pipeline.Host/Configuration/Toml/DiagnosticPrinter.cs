using System.Text;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Prints a diagnostic with the line it is about and carets under the words at fault.</summary>
internal static class DiagnosticPrinter
{
    private const string Indent = "    ";
    private const string Cut = "...";
    private const int DefaultWidth = 100;

    /// <param name="diagnostic">What to print.</param>
    /// <param name="width">Terminal cells the quoted line may take; a longer one is cut around the caret.</param>
    public static string Format(Diagnostic diagnostic, int width = DefaultWidth)
    {
        SourceSpan span = diagnostic.Span;
        Range range = span.Source.LineRange(span.Line);
        int end = range.End.Value;
        int start = Math.Min(span.Start, end);
        int stop = Math.Clamp(span.End, start, end);

        // Three windows of cells, each a bounded walk: most of the room for the words at fault, then what fits before and behind them.
        int room = width - 2 * Cut.Length;
        var marked = Forwards(span.Source.Text, start, stop, room * 3 / 4);
        var before = Backwards(span.Source.Text, range.Start.Value, start, Math.Max(room - marked.Cells, 0) * 2 / 3);
        var after = Forwards(span.Source.Text, marked.Offset, end, Math.Max(room - marked.Cells - before.Cells, 0));

        string left = before.Offset > range.Start.Value ? Cut : "";
        string right = after.Offset < end ? Cut : "";
        var text = new StringBuilder().Append(diagnostic).Append('\n').Append(Indent).Append(left);
        TerminalCells.Append(text, span.Source.Text, before.Offset, after.Offset);
        text.Append(right).Append('\n').Append(Indent);
        return text.Append(' ', left.Length + before.Cells).Append('^', Math.Max(marked.Cells, 1)).ToString();
    }

    private static (int Offset, int Cells) Forwards(string text, int from, int to, int room)
    {
        int cells = 0;
        while (from < to)
        {
            int units = TerminalCells.Measure(text, from, out int width);
            if (cells + width > room)
                break;
            cells += width;
            from += units;
        }
        return (from, cells);
    }

    private static (int Offset, int Cells) Backwards(string text, int from, int to, int room)
    {
        int cells = 0;
        while (to > from)
        {
            int units = to - from >= 2 && char.IsSurrogatePair(text[to - 2], text[to - 1]) ? 2 : 1;
            TerminalCells.Measure(text, to - units, out int width);
            if (cells + width > room)
                break;
            cells += width;
            to -= units;
        }
        return (to, cells);
    }
}
