using System.Numerics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>A predicate too costly to ask of rows that do not matter.</summary>
internal abstract class RowPredicate : Predicate
{
    public sealed override ulong Test(in Window window, ulong candidates)
    {
        var answer = 0ul;
        for (var left = candidates; left != 0; left &= left - 1)
            if (Test(window.Batch, window.First + BitOperations.TrailingZeroCount(left)))
                answer |= left & (~left + 1);
        return answer;
    }

    protected abstract bool Test(RecordBatch batch, int row);
}
