namespace Pipeline.Expressions.Evaluation;

/// <summary>Whether a row has a value of one of some kinds; of any kind if none is named.</summary>
internal sealed class EntryKind(MapEntry entry, params AttributeKind[] kinds) : RowPredicate
{
    // Below what is asked of the value, so that it is asked only where there is one.
    public override int Cost => 9;

    protected override bool Test(RecordBatch batch, int row) =>
        entry.TryGet(batch, row, out var value) && (kinds.Length == 0 || Array.IndexOf(kinds, value.Kind) >= 0);
}
