using System.Numerics;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>The least, greatest or last of floats; NaN where no row had one.</summary>
internal sealed unsafe class FloatPickState(Function pick) : ValueState
{
    public override int Size => sizeof(double);

    public override void Begin(byte* state) => *(double*)state = double.NaN;

    public override void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands)
    {
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            var picked = (double*)(table.State(groups[row]) + offset);
            var value = operands.Floats[row];
            // No comparison with the NaN at the beginning is true.
            if (pick == Function.Last || !(pick == Function.Min ? value >= *picked : value <= *picked))
                *picked = value;
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal) => rows.Set(ordinal, *(double*)state);

    public override double Rank(byte* state) => *(double*)state;
}
