namespace Pipeline.Expressions.Evaluation;

internal sealed class FloatConstant(double value) : FloatNumber
{
    public double Value => value;

    public override void Evaluate(in Window window, Span<double> values) => values.Fill(value);
}
