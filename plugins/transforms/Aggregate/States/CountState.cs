using System.Numerics;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>How many rows.</summary>
internal sealed unsafe class CountState : ValueState
{
    public override int Size => sizeof(ulong);

    public override void Begin(byte* state) => *(ulong*)state = 0;

    public override void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands)
    {
        for (var left = operands.Rows; left != 0; left &= left - 1)
            ++*(ulong*)(table.State(groups[BitOperations.TrailingZeroCount(left)]) + offset);
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal) => rows.Set(ordinal, *(ulong*)state);

    public override double Rank(byte* state) => *(ulong*)state;
}
