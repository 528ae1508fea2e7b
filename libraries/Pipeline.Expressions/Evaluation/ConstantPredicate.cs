namespace Pipeline.Expressions.Evaluation;

internal sealed class ConstantPredicate(bool value) : Predicate
{
    public override int Cost => 0;

    public override ulong Test(in Window window, ulong candidates) => value ? candidates : 0;
}
