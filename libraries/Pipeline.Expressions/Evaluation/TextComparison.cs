using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Evaluation;

/// <summary>==, &lt; or &lt;= of bytes, and whether one side is found in the other.</summary>
internal sealed class TextComparison(Operator operation, TextSource left, TextSource right) : RowPredicate
{
    public override int Cost => operation == Operator.Contains ? 20 : 10;

    protected override bool Test(RecordBatch batch, int row)
    {
        var a = left.Read(batch, row);
        var b = right.Read(batch, row);
        return operation switch
        {
            Operator.Equal => a.SequenceEqual(b),
            Operator.Less => a.SequenceCompareTo(b) < 0,
            Operator.LessOrEqual => a.SequenceCompareTo(b) <= 0,
            Operator.StartsWith => a.StartsWith(b),
            Operator.EndsWith => a.EndsWith(b),
            _ => a.IndexOf(b) >= 0,
        };
    }
}
