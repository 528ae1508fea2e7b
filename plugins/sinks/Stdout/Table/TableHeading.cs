using System.Text;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>The line above a block of rows, under the table's name where several tables take turns.</summary>
internal sealed class TableHeading(string table, TableScreen screen)
{
    private readonly byte[] _table = Encoding.UTF8.GetBytes(table);

    /// <summary>Lines a heading takes, the empty one in front of a name included.</summary>
    public int Lines => screen.IsShared ? 3 : 1;

    /// <param name="output">Where to.</param>
    /// <param name="layout">The columns.</param>
    /// <param name="isFirst">Whether nothing stands above it.</param>
    public void Write(ByteBuffer output, TableLayout layout, bool isFirst)
    {
        WriteName(output, layout.Limit, isFirst);
        Style(output, Sgr.Dim);
        var used = 0;
        for (var i = 0; i < layout.Columns.Length && (i == 0 || used + 1 < layout.Limit); i++)
        {
            if (i > 0)
            {
                output.Append((byte)' ');
                used++;
            }

            used += WriteHeading(output, layout, i, layout.Limit - used);
        }

        Style(output, Sgr.Reset);
        output.Append((byte)'\n');
    }

    private static int WriteHeading(ByteBuffer output, TableLayout layout, int index, int room)
    {
        var column = layout.Columns[index];
        var start = output.Length;
        var fitter = new TextFitter(output, room);
        SafeText.Write(ref fitter, column.Heading);
        var missing = Math.Max(0, Math.Min(layout.Widths[index], room) - fitter.Width);
        if (column.IsRightAligned)
            output.Indent(start, missing);
        else if (index < layout.Columns.Length - 1)
            output.Fill((byte)' ', missing);
        return fitter.Width + missing;
    }

    /// <summary>The table's name alone; nothing where there is one table.</summary>
    public void WriteName(ByteBuffer output, int limit, bool isFirst)
    {
        if (!screen.IsShared)
            return;
        if (!isFirst)
            output.Append((byte)'\n');
        Style(output, Sgr.Bold);
        var fitter = new TextFitter(output, limit);
        SafeText.Write(ref fitter, _table);
        Style(output, Sgr.Reset);
        output.Append((byte)'\n');
    }

    private void Style(ByteBuffer output, ReadOnlySpan<byte> code)
    {
        if (screen.Color)
            output.Append(code);
    }
}
