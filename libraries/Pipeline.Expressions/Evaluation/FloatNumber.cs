namespace Pipeline.Expressions.Evaluation;

/// <summary>A 64 bit float a row; NaN where there is no value.</summary>
internal abstract class FloatNumber : Number
{
    /// <summary>Writes a value a row of the window.</summary>
    public abstract void Evaluate(in Window window, Span<double> values);
}
