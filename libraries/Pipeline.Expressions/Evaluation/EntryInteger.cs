namespace Pipeline.Expressions.Evaluation;

/// <summary>A row's value where it is an integer.</summary>
internal sealed class EntryInteger(MapEntry entry) : IntegerNumber
{
    public override ulong Evaluate(in Window window, Span<long> values)
    {
        var valid = 0ul;
        for (var row = 0; row < window.Count; row++)
            if (entry.TryGet(window.Batch, window.First + row, out var value) && value.Kind == AttributeKind.I64)
            {
                values[row] = value.I64;
                valid |= 1ul << row;
            }

        return valid;
    }
}
