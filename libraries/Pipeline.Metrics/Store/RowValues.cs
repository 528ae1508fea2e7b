using System.Runtime.InteropServices;
using Pipeline.Metrics.Binding;
using Pipeline.Text;

namespace Pipeline.Metrics.Store;

/// <summary>Puts the values of rows into series.</summary>
internal sealed class RowValues(TableBinding binding)
{
    // Of a cumulative exponential histogram the array grows in steps, so that a bucket more is not an array more.
    private const int CellStep = 128;

    private readonly ValueColumn[] _numbers = [.. binding.Values.Where(value => value.Type != MetricType.Histogram)];
    private readonly ValueColumn[] _histograms = [.. binding.Values.Where(value => value.Type == MetricType.Histogram)];
    private readonly ValueColumn[] _checked = [.. binding.Values.Where(value => value.Type != MetricType.Histogram && value.IsDelta && value.Column.Type.Signed)];

    /// <summary>Whether two sources that deliver one series would overwrite each other, rather than add up.</summary>
    public bool AreExclusive { get; } = binding.Values.Any(value => !value.IsDelta);

    /// <summary>Whether what is to be added can be: one NaN would stay in the sum for ever, and a counter that falls looks like a restart.</summary>
    public bool AreSound(RecordBatch batch, int row)
    {
        foreach (var column in _checked)
        {
            var added = Read(column, batch, row);
            if (!double.IsFinite(added) || (column.Type == MetricType.Counter && added < 0))
                return false;
        }

        return true;
    }

    /// <summary>Updates a series. Allocates only where a histogram needs more room than it had.</summary>
    public void Update(Series series, RecordBatch batch, int row)
    {
        foreach (var column in _numbers)
        {
            var value = Read(column, batch, row);
            series.Numbers[column.Index] = column.IsDelta ? series.Numbers[column.Index] + value : value;
        }

        foreach (var column in _histograms)
            Update(ref series.Histograms[column.Index], column, batch.Cell(column.Ordinal, row));
        if (binding.StartTime >= 0 && AreExclusive)
            series.Start = MemoryMarshal.Read<long>(batch.Cell(binding.StartTime, row)) + batch.UnixOffset;
    }

    private static double Read(ValueColumn column, RecordBatch batch, int row)
    {
        var type = column.Column.Type;
        var cell = batch.Cell(column.Ordinal, row);
        if (type.Kind == ColumnKind.F64)
            return MemoryMarshal.Read<double>(cell);
        var integer = IntegerCell.Read(cell, type.Signed);
        if (type.Kind == ColumnKind.Time)
            return integer + batch.UnixOffset;
        return type.Signed ? integer : (ulong)integer;
    }

    // A cell that holds none says nothing new.
    private static void Update(ref byte[]? kept, ValueColumn column, ReadOnlySpan<byte> cell)
    {
        var type = column.Column.Type;
        if (!HistogramCell.TryRead(cell, type, out var histogram))
            return;
        if (column.IsDelta)
        {
            if (kept is null)
                HistogramMerge.Begin(kept = new byte[HistogramMerge.TargetSize(type)], type);
            HistogramMerge.Add(kept, histogram);
            return;
        }

        cell = cell[..HistogramCell.SizeOf(histogram.Counts.Length)];
        if (kept is null || kept.Length < cell.Length)
            kept = new byte[histogram.IsExplicit ? cell.Length : (cell.Length + CellStep - 1) / CellStep * CellStep];
        cell.CopyTo(kept);
    }
}
