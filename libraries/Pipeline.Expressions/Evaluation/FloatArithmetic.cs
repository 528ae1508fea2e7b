using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Evaluation;

/// <summary>+ - * / % as IEEE 754 has them.</summary>
internal sealed class FloatArithmetic(Operator operation, FloatNumber left, FloatNumber right) : FloatNumber
{
    public override void Evaluate(in Window window, Span<double> values)
    {
        Span<double> others = stackalloc double[Window.Size];
        left.Evaluate(window, values);
        right.Evaluate(window, others);
        for (var row = 0; row < window.Count; row++)
            values[row] = Compute(operation, values[row], others[row]);
    }

    public static double Compute(Operator operation, double a, double b) => operation switch
    {
        Operator.Add => a + b,
        Operator.Subtract => a - b,
        Operator.Multiply => a * b,
        Operator.Divide => a / b,
        _ => a % b,
    };
}
