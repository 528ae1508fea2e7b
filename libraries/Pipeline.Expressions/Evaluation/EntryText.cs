namespace Pipeline.Expressions.Evaluation;

/// <summary>A row's value as text or bytes, empty where it is neither: <see cref="EntryKind"/> tells the two apart.</summary>
internal sealed class EntryText(MapEntry entry) : TextSource
{
    public override ReadOnlySpan<byte> Read(RecordBatch batch, int row) =>
        entry.TryGet(batch, row, out var value) && value.Kind is AttributeKind.Utf8 or AttributeKind.Bytes ? value.Bytes : default;
}
