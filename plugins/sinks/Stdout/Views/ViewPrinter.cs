using Pipeline.Sinks.Stdout.Table;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Puts views out: on a terminal in place of the last one, cut to the screen; elsewhere one below the other.</summary>
internal sealed class ViewPrinter(LineOutput lines, TableScreen screen, StdoutOptions options, bool clears, WallClock clock)
{
    private readonly int _limit = ViewOptions.Limit(options);
    private readonly ScreenFrame _frame = new();

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
        if (options.Format == StdoutFormat.Table)
            Head(readAt);
        foreach (var table in tables)
            if (clears || !table.IsEmpty)
                Print(table, cancel);
        if (clears)
            lines.Replace(_frame.Over(lines.Buffer.Written, screen.Size?.Rows ?? 0));
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
}
