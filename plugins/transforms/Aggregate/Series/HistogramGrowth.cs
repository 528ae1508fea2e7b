namespace Pipeline.Transforms.Aggregate.Series;

/// <summary>How much a histogram grew since its series told it last; all of it where the series began anew.</summary>
/// <param name="type">The column's type.</param>
/// <param name="ordinal">The column.</param>
/// <param name="readings">The series.</param>
/// <param name="offset">Where the last reading lies in what is kept of them: its start, its length, its cell.</param>
internal sealed unsafe class HistogramGrowth(ColumnType type, int ordinal, SeriesReadings readings, int offset) : HistogramSource
{
    private const int CellOffset = 2 * sizeof(long);

    private readonly byte[] _now = new byte[HistogramMerge.TargetSize(type)];
    private readonly byte[] _grown = new byte[HistogramMerge.TargetSize(type)];

    /// <summary>Bytes kept of a series.</summary>
    public static int SizeOf(ColumnType type) => CellOffset + HistogramMerge.TargetSize(type);

    public override ReadOnlySpan<byte> Read(in Operands operands, int row)
    {
        var (batch, at) = (operands.Window.Batch, operands.Window.First + row);
        if (!HistogramCell.TryRead(batch.Cell(ordinal, at), type, out var histogram))
            return default;
        // Through a merge, so that it has no more buckets than there is room for.
        HistogramMerge.Begin(_now, type);
        var now = _now.AsSpan(0, HistogramMerge.Add(_now, histogram));
        var start = readings.StartOf(batch, at);
        var last = operands.Readings!.State(operands.SeriesOf[row]) + offset;
        var lastStart = (long*)last;
        var told = new Span<byte>(last + CellOffset, _now.Length);
        var hasGrown = *lastStart == start && HistogramDifference.TryWrite(now, told[..(int)lastStart[1]], type, _grown);
        (lastStart[0], lastStart[1]) = (start, now.Length);
        now.CopyTo(told);
        return hasGrown ? _grown : now;
    }
}
