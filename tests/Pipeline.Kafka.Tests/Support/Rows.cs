using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>Makes batches of a table from cells as a test writes them.</summary>
internal sealed class Rows(TableSchema table, int capacity = 1 << 16) : IDisposable
{
    private readonly BatchBuilder _builder = new(table, new Arena(1 << 30), capacity);

    public static BatchOrigin Origin { get; } = new(LentContext.HostName, "lines", 1_700_000_000_000_000_000);

    /// <summary>A table of events that most tests use: a number, a text, who wrote it.</summary>
    public static TableSchema Lines { get; } = Table(
        "lines",
        new ColumnSchema("number", ColumnType.I64),
        new ColumnSchema("text", ColumnType.Utf8),
        new ColumnSchema("service", ColumnType.Utf8));

    public static TableSchema Table(string name, params ImmutableArray<ColumnSchema> columns) => new(name, TableKind.Event, columns);

    /// <summary>Numbered rows of <see cref="Lines"/>, whose sequence numbers are their numbers.</summary>
    public static RecordBatch Numbered(int first, int count, Func<int, string>? text = null, Func<int, string>? service = null)
    {
        using var rows = new Rows(Lines, count);
        for (var i = first; i < first + count; i++)
            rows.Add(i, text?.Invoke(i) ?? "", service?.Invoke(i) ?? "web");
        return rows.Build((ulong)first);
    }

    /// <summary>Adds a row: integers of any width, doubles, strings, bytes.</summary>
    public Rows Add(params object[] cells)
    {
        _builder.AddRow();
        for (var i = 0; i < cells.Length; i++)
            Set(i, table.Columns[i].Type, cells[i]);
        return this;
    }

    /// <summary>What was added, as one batch.</summary>
    public RecordBatch Build(ulong firstSequence = 0, BatchOrigin? origin = null, long unixOffset = 0) =>
        _builder.Build(origin ?? Origin, firstSequence, unixOffset: unixOffset)!;

    public void Dispose() => _builder.Dispose();

    private void Set(int column, ColumnType type, object cell)
    {
        switch (cell)
        {
            case string text:
                _builder.Set(column, Encoding.UTF8.GetBytes(text));
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
