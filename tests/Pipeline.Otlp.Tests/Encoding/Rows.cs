using System.Globalization;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Makes batches of a table from cells as a test writes them.</summary>
internal sealed class Rows(TableSchema table) : IDisposable
{
    private readonly BatchBuilder _builder = new(table, new Arena(512 << 20), 1 << 15);

    public static BatchOrigin Origin { get; } = new("machine", "source", 1_700_000_000_000_000_000);

    /// <summary>Adds a row: integers of any width, doubles, strings, bytes; null leaves a cell as it is.</summary>
    public Rows Add(params object?[] cells)
    {
        _builder.AddRow();
        for (var i = 0; i < cells.Length; i++)
            Set(i, table.Columns[i].Type, cells[i]);
        return this;
    }

    /// <summary>What was added, as one batch.</summary>
    public RecordBatch Build(BatchOrigin? origin = null, long unixOffset = 0, ulong sequence = 0) => _builder.Build(origin ?? Origin, sequence, unixOffset: unixOffset)!;

    public void Dispose() => _builder.Dispose();

    /// <summary>A cell of a list of texts.</summary>
    public static byte[] List(params byte[][] texts)
    {
        var cell = new byte[texts.Sum(text => Utf8List.SizeOf(text.Length))];
        var rest = cell.AsSpan();
        foreach (var text in texts)
            rest = Utf8List.Write(rest, text);
        return cell;
    }

    private void Set(int column, ColumnType type, object? cell)
    {
        switch (cell)
        {
            case null:
                break;
            case string text:
                _builder.Set(column, System.Text.Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                _builder.Set(column, bytes);
                break;
            case double number when type.Kind == ColumnKind.F64:
                _builder.Set(column, number);
                break;
            default:
                SetInteger(column, type.Width, cell is ulong large ? unchecked((long)large) : Convert.ToInt64(cell, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void SetInteger(int column, int width, long value)
    {
        switch (width)
        {
            case 1:
                _builder.Set(column, (byte)value);
                break;
            case 2:
                _builder.Set(column, (short)value);
                break;
            case 4:
                _builder.Set(column, (int)value);
                break;
            default:
                _builder.Set(column, value);
                break;
        }
    }
}
