namespace Pipeline.Transforms.Aggregate;

/// <summary>Where a merge of histograms takes a row's cell from.</summary>
internal abstract class HistogramSource
{
    /// <summary>The cell, valid until the next; rows are asked for once each, in order.</summary>
    public abstract ReadOnlySpan<byte> Read(in Operands operands, int row);
}
