using System.Text;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>Makes batches of a table from cells as a test writes them.</summary>
internal sealed class Rows(TableSchema table) : IDisposable
{
    private readonly BatchBuilder _builder = new(table, new Arena(256 << 20), 1 << 16);

    public static BatchOrigin Origin { get; } = new(LentContext.HostName, "source", 1_700_000_000_000_000_000);

    /// <summary>Adds a row: integers of any width, doubles, strings, bytes.</summary>
    public Rows Add(params object[] cells)
    {
        _builder.AddRow();
        for (var i = 0; i < cells.Length; i++)
            Set(i, table.Columns[i].Type, cells[i]);
        return this;
    }

    /// <summary>What was added, as one batch.</summary>
    public RecordBatch Build(BatchOrigin? origin = null, long unixOffset = 0) => _builder.Build(origin ?? Origin, 0, unixOffset: unixOffset)!;

    public void Dispose() => _builder.Dispose();

    /// <summary>The cell of an exponential histogram.</summary>
    public static byte[] Exponential(int scale, int offset, ulong[] counts, ulong zeros = 0, double sum = 0)
    {
        var count = zeros;
        foreach (var bucket in counts)
            count += bucket;
        var cell = new byte[HistogramCell.SizeOf(counts.Length)];
        HistogramCell.Write(cell, new HistogramTotals(count, sum, double.NaN, double.NaN), counts, scale, offset, zeros);
        return cell;
    }

    /// <summary>The cell of an explicit histogram.</summary>
    public static byte[] Explicit(ulong[] counts, double sum = 0) => Exponential(0, 0, counts, 0, sum);

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
                SetInteger(column, type.Width, Convert.ToInt64(cell, System.Globalization.CultureInfo.InvariantCulture));
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
