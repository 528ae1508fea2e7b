using System.Numerics;
using Pipeline.Expressions.Evaluation;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>Buckets that adapt to the values, as OpenTelemetry's exponential histograms do.</summary>
internal sealed unsafe class ExponentialState : BucketState
{
    public override ColumnType Type => ColumnType.ExponentialHistogram;

    public override bool TakesNegative => false;

    public override int Size => sizeof(ExponentialSeries);

    public override void Begin(byte* state) => ((ExponentialSeries*)state)->Begin();

    public override void Add(GroupTable table, ReadOnlySpan<int> groups, in Observations observations)
    {
        Span<long> indices = stackalloc long[Window.Size];
        ExponentialIndex.Find(observations.Values, indices);
        for (var left = observations.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            var series = (ExponentialSeries*)table.State(groups[row]);
            series->Totals.Add(observations, row);
            if (observations.Values[row] == 0)
                series->Zeros++;
            else
                series->Count((int)indices[row]);
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal) => ((ExponentialSeries*)state)->Write(rows, ordinal);
}
