namespace Pipeline.Expressions.Evaluation;

internal sealed class NotPredicate(Predicate operand) : Predicate
{
    public override int Cost => operand.Cost;

    public override ulong Test(in Window window, ulong candidates) => candidates & ~operand.Test(window, candidates);
}
