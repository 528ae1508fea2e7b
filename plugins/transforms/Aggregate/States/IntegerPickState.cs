using System.Numerics;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>The least, greatest or last of integers, which every row has.</summary>
/// <param name="pick">Which.</param>
/// <param name="isUnsigned">Whether they are u64 in the guise of i64.</param>
/// <param name="width">Bytes of the column emitted.</param>
internal sealed unsafe class IntegerPickState(Function pick, bool isUnsigned, int width) : ValueState
{
    // Flipping the top bit makes unsigned order the same as signed.
    private readonly long _flip = isUnsigned ? long.MinValue : 0;

    public override int Size => sizeof(long);

    public override void Begin(byte* state) => *(long*)state = pick switch
    {
        Function.Min => long.MaxValue ^ _flip,
        Function.Max => long.MinValue ^ _flip,
        _ => 0,
    };

    public override void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands)
    {
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            var picked = (long*)(table.State(groups[row]) + offset);
            var value = operands.Integers[row];
            var order = pick == Function.Last ? 0 : (value ^ _flip).CompareTo(*picked ^ _flip);
            if (pick == Function.Last || (pick == Function.Min ? order < 0 : order > 0))
                *picked = value;
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal) => rows.Set(ordinal, new ReadOnlySpan<byte>(state, width));

    public override double Rank(byte* state) => isUnsigned ? *(ulong*)state : *(long*)state;
}
