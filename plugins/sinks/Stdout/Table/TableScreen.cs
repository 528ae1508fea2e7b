using Pipeline.Sinks.Stdout.Output;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>What is on the screen: all tables of a sink share it, so that each knows when its headings have gone.</summary>
internal sealed class TableScreen(IRowOutput output, bool color, bool isShared)
{
    private TableRowWriter? _current;
    private int _linesLeft;

    public bool Color => color;

    /// <summary>Whether several tables are written, so that each names itself.</summary>
    public bool IsShared => isShared;

    /// <summary>The terminal's size, asked for once a batch; null without a terminal.</summary>
    public TerminalSize? Size { get; private set; }

    public void Refresh() => Size = output.Size;

    /// <summary>Counts one more row of a table; true when its headings must come first.</summary>
    public bool NeedsHeading(TableRowWriter table, int headingLines)
    {
        if (_current == table && _linesLeft > 0)
        {
            if (_linesLeft != int.MaxValue)
                _linesLeft--;
            return false;
        }

        _current = table;
        // Terminals of no known height, or hardly any, get their headings once.
        _linesLeft = Size is { Rows: > 4 } size ? size.Rows - headingLines - 1 : int.MaxValue;
        return true;
    }

    /// <summary>Whether anything was written.</summary>
    public bool IsEmpty => _current is null;

    /// <summary>Makes a table write its headings again, as after a change of width.</summary>
    public void Forget(TableRowWriter table)
    {
        if (_current == table)
            _linesLeft = 0;
    }
}
