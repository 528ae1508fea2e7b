namespace Pipeline.Expressions.Evaluation;

/// <summary>Whether a text is an element of a list column's cell.</summary>
internal sealed class ListContains(int ordinal, TextSource element) : RowPredicate
{
    public override int Cost => 40;

    protected override bool Test(RecordBatch batch, int row)
    {
        var wanted = element.Read(batch, row);
        foreach (var text in new Utf8List(batch.Cell(ordinal, row)))
            if (text.SequenceEqual(wanted))
                return true;
        return false;
    }
}
