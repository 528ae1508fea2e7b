using Microsoft.Extensions.Logging;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Rows in columns under BCC's headings.</summary>
internal sealed class TableRowWriter : IRowWriter
{
    private readonly TableColumn[] _columns;
    private readonly TableHeading _heading;
    private readonly TableScreen _screen;
    private readonly ILogger _log;
    private readonly string _table;
    private TableLayout _layout;
    private RecordBatch _batch = null!;

    public TableRowWriter(TableSchema table, TableColumn[] columns, TableScreen screen, ILogger log)
    {
        _table = table.Name;
        _columns = columns;
        _heading = new TableHeading(table.Name, screen);
        _screen = screen;
        _log = log;
        _layout = TableLayout.Unlimited(columns);
    }

    public void Begin(ByteBuffer output)
    {
        Fit();
        HeadWhereNeeded(output);
    }

    public void Open(RecordBatch batch)
    {
        _batch = batch;
        Fit();
        foreach (var column in _layout.Columns)
            column.Cell.Open(batch);
    }

    public void Write(ByteBuffer output, int row)
    {
        HeadWhereNeeded(output);
        var used = 0;
        for (var i = 0; i < _layout.Columns.Length && (i == 0 || used + 1 < _layout.Limit); i++)
        {
            if (i > 0)
            {
                output.Append((byte)' ');
                used++;
            }

            used += WriteCell(output, i, row, used);
        }

        output.Append((byte)'\n');
    }

    public void End(ByteBuffer output, int more) => MoreLine.Write(output, more, _layout.Limit);

    private void HeadWhereNeeded(ByteBuffer output)
    {
        var first = _screen.IsEmpty;
        if (_screen.NeedsHeading(this, _heading.Lines))
            _heading.Write(output, _layout, first);
    }

    private int WriteCell(ByteBuffer output, int index, int row, int used)
    {
        var column = _layout.Columns[index];
        var isRed = _screen.Color && column.Failure?.IsSet(_batch, row) == true;
        if (isRed)
            output.Append(Sgr.Red);
        var start = output.Length;
        var fitter = new TextFitter(output, LimitOf(index, used));
        column.Cell.Write(ref fitter, row);
        var missing = Math.Min(_layout.Widths[index] - fitter.Width, _layout.Limit - used - fitter.Width);
        var isLast = index == _layout.Columns.Length - 1;
        if (column.IsRightAligned)
            output.Indent(start, missing);
        else if (!isLast)
            output.Fill((byte)' ', missing);
        if (isRed)
            output.Append(Sgr.Reset);
        return fitter.Width + Math.Max(0, missing);
    }

    /// <summary>Only a terminal cuts: texts at their column's end, the open-ended one before the columns behind it, numbers at the end of the line.</summary>
    private int LimitOf(int index, int used)
    {
        if (_layout.Limit == int.MaxValue)
            return int.MaxValue;
        var room = _layout.Limit - used;
        if (index == _layout.Rest)
            return Math.Max(1, room - _layout.Behind(index));
        return _layout.Columns[index].IsText ? Math.Min(room, _layout.Widths[index]) : room;
    }

    private void Fit()
    {
        _screen.Refresh();
        if (_screen.Width is var limit && limit == _layout.Limit)
            return;
        _layout = limit == int.MaxValue ? TableLayout.Unlimited(_columns) : TableLayout.Fit(_columns, limit);
        _screen.Forget(this);
        var hidden = _columns.Except(_layout.Columns).Select(column => column.Name).ToArray();
        if (hidden.Length > 0)
            _log.LogInformation(
                "the terminal is {Width} characters wide: {Table} is shown without {Columns}; choose with columns", limit, _table, string.Join(", ", hidden));
    }
}
