using System.Collections.Immutable;
using System.Numerics;
using Pipeline.Expressions.Evaluation;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>Buckets between bounds that are known beforehand: totals, then a count a bucket.</summary>
internal sealed unsafe class ExplicitState(ImmutableArray<double> bounds, bool takesNegative) : BucketState
{
    private readonly BoundSearch _search = new(bounds);
    private readonly int _buckets = bounds.Length + 1;

    public override ColumnType Type { get; } = ColumnType.ExplicitHistogram(bounds);

    public override bool TakesNegative => takesNegative;

    public override int Size => sizeof(SeriesTotals) + _buckets * sizeof(ulong);

    public override void Begin(byte* state)
    {
        *(SeriesTotals*)state = SeriesTotals.Empty;
        Counts(state).Clear();
    }

    public override void Add(GroupTable table, ReadOnlySpan<int> groups, in Observations observations)
    {
        Span<long> buckets = stackalloc long[Window.Size];
        _search.Find(observations.Values, buckets);
        for (var left = observations.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            var state = table.State(groups[row]);
            ((SeriesTotals*)state)->Add(observations, row);
            ((ulong*)(state + sizeof(SeriesTotals)))[buckets[row]]++;
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal)
    {
        var counts = Counts(state);
        ulong count = 0;
        foreach (var bucket in counts)
            count += bucket;
        HistogramCell.Write(rows.Reserve(ordinal, HistogramCell.SizeOf(_buckets)), ((SeriesTotals*)state)->Of(count), counts);
    }

    private Span<ulong> Counts(byte* state) => new(state + sizeof(SeriesTotals), _buckets);
}
