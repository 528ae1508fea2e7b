using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>All that is kept of a group: the parts of its aggregations, one behind the other.</summary>
internal sealed unsafe class AggregateState : GroupState
{
    private readonly ValueState[] _parts;
    private readonly int[] _offsets;

    public AggregateState(IEnumerable<ValueState> parts)
    {
        _parts = [.. parts];
        _offsets = new int[_parts.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            _offsets[i] = Size;
            Size += _parts[i].Size;
        }
    }

    public override int Size { get; }

    /// <summary>Takes in the rows of a window for one aggregation.</summary>
    public void Add(int part, GroupTable table, ReadOnlySpan<int> groups, in Operands operands) => _parts[part].Add(table, _offsets[part], groups, operands);

    /// <summary>By what groups are ordered.</summary>
    public double Rank(int part, byte* state) => _parts[part].Rank(state + _offsets[part]);

    public override void Begin(byte* state)
    {
        for (var i = 0; i < _parts.Length; i++)
            _parts[i].Begin(state + _offsets[i]);
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal)
    {
        for (var i = 0; i < _parts.Length; i++)
            _parts[i].Write(state + _offsets[i], rows, ordinal + i);
    }
}
