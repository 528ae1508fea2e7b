namespace Pipeline.Expressions.Evaluation;

/// <summary>Something that has bytes in a row.</summary>
internal abstract class TextSource
{
    public abstract ReadOnlySpan<byte> Read(RecordBatch batch, int row);
}
