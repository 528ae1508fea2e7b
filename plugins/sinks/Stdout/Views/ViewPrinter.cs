using Pipeline.Sinks.Stdout.Table;
using Pipeline.Sinks.Stdout.Text;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Puts views out: on a terminal in place of the last one, cut to the screen; elsewhere one below the other.</summary>
internal sealed class ViewPrinter(LineOutput lines, TableScreen screen, StdoutOptions options, bool clears, WallClock clock)
{
    private readonly int _limit = ViewOptions.Limit(options);

    // Home and everything below it, which leaves the lines that had scrolled away.
    private static ReadOnlySpan<byte> Clear => "\e[H\e[J"u8;

    /// <summary>Whether a view replaces the last one.</summary>
    public bool Clears => clears;

    /// <summary>Most rows a view of one table may have at this moment.</summary>
    public int Limit
    {
        get
        {
            screen.Refresh();
            return clears && screen.Size is { Rows: > 0 and var rows } ? Math.Min(_limit, rows) : _limit;
        }
    }

    public void Print(List<MetricTable> tables, long readAt, CancellationToken cancel)
    {
        lines.Clear();
        if (clears)
            lines.Buffer.Append(Clear);
        if (options.Format == StdoutFormat.Table)
            Head(readAt);
        foreach (var table in tables)
            if (clears || !table.IsEmpty)
                Print(table, cancel);
        if (clears)
            CutToScreen();
        lines.Drain(cancel);
    }

    /// <summary>The time, where there are several views to tell apart.</summary>
    private void Head(long readAt)
    {
        if (!clears && !screen.IsEmpty)
            lines.Buffer.Append((byte)'\n');
        screen.Clear();
        if (options.Every is null)
            return;
        var fitter = new TextFitter(lines.Buffer, screen.Width);
        fitter.AppendAscii(clock.Read(UnixTime.From(readAt, 0).Seconds));
        lines.Buffer.Append((byte)'\n');
    }

    private void Print(MetricTable table, CancellationToken cancel)
    {
        table.Writer.Begin(lines.Buffer);
        foreach (var batch in table.View)
        {
            if (clears)
                lines.Gather(table.Writer, batch);
            else
                lines.Write(table.Writer, batch, cancel);
        }

        table.Writer.End(lines.Buffer, table.More);
    }

    /// <summary>One line is left free, for the cursor: a full screen would scroll its first line away.</summary>
    private void CutToScreen()
    {
        if (screen.Size is not { Rows: > 1 and var rows })
            return;
        var text = lines.Buffer.Written;
        var end = 0;
        for (var line = 1; line < rows; line++)
        {
            var next = text[end..].IndexOf((byte)'\n');
            if (next < 0)
                return;
            end += next + 1;
        }

        lines.Buffer.Truncate(end);
    }
}
