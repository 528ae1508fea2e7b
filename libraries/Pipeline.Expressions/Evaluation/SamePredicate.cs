namespace Pipeline.Expressions.Evaluation;

/// <summary>True where both are true or both are false.</summary>
internal sealed class SamePredicate(Predicate left, Predicate right) : Predicate
{
    public override int Cost => left.Cost + right.Cost;

    public override ulong Test(in Window window, ulong candidates) =>
        candidates & ~(left.Test(window, candidates) ^ right.Test(window, candidates));
}
