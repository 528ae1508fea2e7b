namespace Pipeline.Expressions.Evaluation;

/// <summary>A 64 bit integer a row.</summary>
internal abstract class IntegerNumber : Number
{
    /// <summary>Whether values are u64 in the guise of i64.</summary>
    public virtual bool Unsigned => false;

    /// <summary>Writes a value a row of the window and returns the rows that have one: division by zero and overflow leave a row without.</summary>
    public abstract ulong Evaluate(in Window window, Span<long> values);
}
