namespace Pipeline.Expressions.Evaluation;

/// <summary>A test for one value of an integer column, if it is that: many of them are looked up instead.</summary>
internal interface ISingleInteger
{
    /// <summary>The cell's bits, whatever its sign; null when more than one value passes.</summary>
    ulong? Cell { get; }
}
