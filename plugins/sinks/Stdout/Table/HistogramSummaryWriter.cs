using System.Globalization;
using Pipeline.Sinks.Stdout.Cells;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>What a row says about a histogram whose bars stand below it: how many values, and their mean where known.</summary>
internal sealed class HistogramSummaryWriter(int ordinal, ColumnType type, UnitScale? scale) : CellWriter(ordinal)
{
    /// <summary>Characters of <c>n=123456 avg=12.345</c>.</summary>
    public const int TypicalLength = 19;

    private const int Longest = 32;

    public override void Write(ByteBuffer output, int row)
    {
        if (!HistogramCell.TryRead(Batch.Cell(Ordinal, row), type, out var histogram))
        {
            output.Append((byte)'-');
            return;
        }

        var totals = histogram.Totals;
        output.Append("n="u8);
        totals.Count.TryFormat(output.Reserve(Longest), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
        var mean = totals.Sum / totals.Count * (scale?.Factor ?? 1);
        if (!double.IsFinite(mean))
            return;
        output.Append(" avg="u8);
        mean.TryFormat(output.Reserve(Longest), out written, "G5", CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
