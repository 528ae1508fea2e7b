namespace Pipeline.Expressions.Evaluation;

/// <summary><c>&amp;&amp;</c>: each operand is asked only of the rows its cheaper siblings left.</summary>
internal sealed class AllOf(IEnumerable<Predicate> operands) : Predicate
{
    private readonly Predicate[] _operands = [.. operands.OrderBy(o => o.Cost)];

    public override int Cost { get; } = operands.Sum(o => o.Cost);

    public override ulong Test(in Window window, ulong candidates)
    {
        foreach (var operand in _operands)
        {
            if (candidates == 0)
                break;
            candidates = operand.Test(window, candidates);
        }

        return candidates;
    }
}
