namespace Pipeline.Expressions.Evaluation;

/// <summary>A row's value where it is a float.</summary>
internal sealed class EntryFloat(MapEntry entry) : FloatNumber
{
    public override void Evaluate(in Window window, Span<double> values)
    {
        for (var row = 0; row < window.Count; row++)
            values[row] = entry.TryGet(window.Batch, window.First + row, out var value) && value.Kind == AttributeKind.F64 ? value.F64 : double.NaN;
    }
}
