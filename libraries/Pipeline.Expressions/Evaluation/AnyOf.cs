namespace Pipeline.Expressions.Evaluation;

/// <summary><c>||</c>: each operand is asked only of the rows for which no cheaper sibling was true.</summary>
internal sealed class AnyOf(IEnumerable<Predicate> operands) : Predicate
{
    private readonly Predicate[] _operands = [.. operands.OrderBy(o => o.Cost)];

    public override int Cost { get; } = operands.Sum(o => o.Cost);

    public override ulong Test(in Window window, ulong candidates)
    {
        var open = candidates;
        foreach (var operand in _operands)
        {
            if (open == 0)
                break;
            open &= ~operand.Test(window, open);
        }

        return candidates & ~open;
    }
}
