using Pipeline.Sinks.Stdout.Output;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>What is on the screen: all tables of a sink share it, so that each knows when its headings have gone.</summary>
internal sealed class TableScreen(IRowOutput output, bool color, bool isShared)
{
    private IRowWriter? _current;
    private int _linesLeft;

    public bool Color => color;

    /// <summary>Whether several tables are written, so that each names itself.</summary>
    public bool IsShared => isShared;

    /// <summary>The terminal's size, asked for once a batch; null without a terminal.</summary>
    public TerminalSize? Size { get; private set; }

    /// <summary>Characters of a line; <see cref="int.MaxValue"/> without a terminal.</summary>
    public int Width => Size?.Columns ?? int.MaxValue;

    public void Refresh() => Size = output.Size;

    /// <summary>Counts one more row of a table; true when its headings must come first.</summary>
    public bool NeedsHeading(IRowWriter table, int headingLines)
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

    /// <summary>Counts a part of a table without headings; true when another table stands above it.</summary>
    public bool TakesTurn(IRowWriter table)
    {
        if (_current == table)
            return false;
        _current = table;
        return true;
    }

    /// <summary>Whether anything was written.</summary>
    public bool IsEmpty => _current is null;

    /// <summary>Begins anew, as with a view: whatever comes next writes its headings.</summary>
    public void Clear() => _current = null;

    /// <summary>Makes a table write its headings again, as after a change of width.</summary>
    public void Forget(IRowWriter table)
    {
        if (_current == table)
            _linesLeft = 0;
    }
}
