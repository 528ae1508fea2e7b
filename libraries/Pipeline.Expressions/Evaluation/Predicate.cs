namespace Pipeline.Expressions.Evaluation;

/// <summary>Something that is true or false of a row.</summary>
internal abstract class Predicate
{
    /// <summary>What a row costs, roughly in nanoseconds: of a chain's operands the cheap ones go first.</summary>
    public abstract int Cost { get; }

    /// <summary>The rows for which it is true, a bit each.</summary>
    /// <param name="window">The rows.</param>
    /// <param name="candidates">The rows that matter: no other bit is set in the answer.</param>
    public abstract ulong Test(in Window window, ulong candidates);
}
