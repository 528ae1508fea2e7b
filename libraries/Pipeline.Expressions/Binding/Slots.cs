namespace Pipeline.Expressions.Binding;

/// <summary>The fixed columns that expressions of one table read, each once, in the order in which a <see cref="Evaluation.Window"/> shows them.</summary>
internal sealed class Slots
{
    private readonly List<int> _ordinals = [];

    /// <summary>Columns by slot.</summary>
    public int[] Ordinals => [.. _ordinals];

    /// <summary>The slot of a column.</summary>
    public int Of(int ordinal)
    {
        var slot = _ordinals.IndexOf(ordinal);
        if (slot >= 0)
            return slot;
        _ordinals.Add(ordinal);
        return _ordinals.Count - 1;
    }
}
