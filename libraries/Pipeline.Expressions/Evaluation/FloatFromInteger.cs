namespace Pipeline.Expressions.Evaluation;

/// <summary>An integer where a float is wanted.</summary>
internal sealed class FloatFromInteger(IntegerNumber number) : FloatNumber
{
    public override void Evaluate(in Window window, Span<double> values)
    {
        Span<long> integers = stackalloc long[Window.Size];
        var valid = number.Evaluate(window, integers);
        for (var row = 0; row < window.Count; row++)
            values[row] = (valid >> row & 1) == 0 ? double.NaN : number.Unsigned ? (ulong)integers[row] : integers[row];
    }
}
