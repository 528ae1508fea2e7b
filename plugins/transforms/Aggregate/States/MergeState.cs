using System.Numerics;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>Histograms put together. A cell that was never set adds nothing.</summary>
internal sealed unsafe class MergeState(ColumnType type) : ValueState
{
    private readonly int _target = HistogramMerge.TargetSize(type);

    public override int Size => (_target + sizeof(ulong) - 1) & -sizeof(ulong);

    public override void Begin(byte* state) => HistogramMerge.Begin(new Span<byte>(state, _target), type);

    public override void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands)
    {
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            if (HistogramCell.TryRead(operands.Histograms!.Read(operands, row), type, out var histogram))
                HistogramMerge.Add(new Span<byte>(table.State(groups[row]) + offset, _target), histogram);
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal)
    {
        var target = new ReadOnlySpan<byte>(state, _target);
        if (HistogramCell.TryRead(target, type, out var merged))
            rows.Set(ordinal, target[..HistogramCell.SizeOf(merged.Counts.Length)]);
    }

    public override double Rank(byte* state) =>
        HistogramCell.TryRead(new ReadOnlySpan<byte>(state, _target), type, out var merged) ? merged.Totals.Count : double.NaN;
}
