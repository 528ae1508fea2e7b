namespace Pipeline.Transforms.Aggregate;

/// <summary>The cells of a column, as they are.</summary>
internal sealed class HistogramColumn(int ordinal) : HistogramSource
{
    public override ReadOnlySpan<byte> Read(in Operands operands, int row) => operands.Window.Batch.Cell(ordinal, operands.Window.First + row);
}
