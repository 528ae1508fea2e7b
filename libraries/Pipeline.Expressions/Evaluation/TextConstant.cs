namespace Pipeline.Expressions.Evaluation;

internal sealed class TextConstant(byte[] value) : TextSource
{
    public byte[] Value => value;

    public override ReadOnlySpan<byte> Read(RecordBatch batch, int row) => value;
}
