namespace Pipeline.Expressions.Evaluation;

/// <summary>One key of a map column.</summary>
internal sealed class MapEntry(int ordinal, byte[] key)
{
    /// <summary>The row's value; false where it has none.</summary>
    public bool TryGet(RecordBatch batch, int row, out AttributeValue value) => new AttributeMap(batch.Cell(ordinal, row)).TryGet(key, out value);
}
