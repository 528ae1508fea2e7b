namespace Pipeline.Expressions.Evaluation;

/// <summary>Text among many constants.</summary>
internal sealed class TextSet : RowPredicate
{
    private readonly TextSource _text;
    private readonly byte[][] _members;

    public TextSet(TextSource text, IEnumerable<byte[]> members)
    {
        _text = text;
        _members = [.. members];
        Array.Sort(_members, (a, b) => a.AsSpan().SequenceCompareTo(b));
    }

    public override int Cost => 20;

    protected override bool Test(RecordBatch batch, int row)
    {
        var text = _text.Read(batch, row);
        var (low, high) = (0, _members.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = text.SequenceCompareTo(_members[middle]);
            if (order == 0)
                return true;
            if (order < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return false;
    }
}
