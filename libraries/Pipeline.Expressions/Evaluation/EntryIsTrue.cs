namespace Pipeline.Expressions.Evaluation;

/// <summary>Whether a row's value is the bool true.</summary>
internal sealed class EntryIsTrue(MapEntry entry) : RowPredicate
{
    public override int Cost => 10;

    protected override bool Test(RecordBatch batch, int row) =>
        entry.TryGet(batch, row, out var value) && value is { Kind: AttributeKind.Bool, Bool: true };
}
