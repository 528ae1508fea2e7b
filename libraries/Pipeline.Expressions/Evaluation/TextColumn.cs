namespace Pipeline.Expressions.Evaluation;

/// <summary>A column of text, without padding, or of bytes, whole.</summary>
internal sealed class TextColumn(int ordinal, ColumnType type) : TextSource
{
    private readonly bool _padded = type.Kind == ColumnKind.FixedUtf8;

    public int Ordinal => ordinal;

    public ColumnType Type => type;

    public override ReadOnlySpan<byte> Read(RecordBatch batch, int row) => _padded ? batch.Text(ordinal, row) : batch.Cell(ordinal, row);
}
