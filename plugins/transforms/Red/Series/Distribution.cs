using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Series;

/// <summary>A histogram of integers, told in a larger unit. Which bucket a value is in, and the sum, are exact.</summary>
/// <param name="bounds">Upper bounds in the unit told.</param>
/// <param name="scale">How many of the unit measured make one of that.</param>
internal sealed unsafe class Distribution(ImmutableArray<double> bounds, long scale) : Figure
{
    private readonly long[] _bounds = [.. bounds.Select(b => (long)Math.Round(b * scale))];

    public ColumnType Type { get; } = ColumnType.ExplicitHistogram(bounds);

    public override int Size => sizeof(Totals) + (bounds.Length + 1) * sizeof(ulong);

    public override void Begin(byte* state)
    {
        *(Totals*)state = new Totals { Min = long.MaxValue };
        Counts(state).Clear();
    }

    public override void Add(byte* state, long value)
    {
        var totals = (Totals*)state;
        totals->Count++;
        totals->Sum.Add(value, isUnsigned: false);
        totals->Min = Math.Min(totals->Min, value);
        totals->Max = Math.Max(totals->Max, value);
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
            bucket++;
        Counts(state)[bucket]++;
    }

    public override bool IsTold(byte* state) => ((Totals*)state)->Count > 0;

    public override void Write(byte* state, BatchBuilder rows, int ordinal)
    {
        var totals = (Totals*)state;
        var told = new HistogramTotals(totals->Count, (double)totals->Sum.Value / scale, (double)totals->Min / scale, (double)totals->Max / scale);
        HistogramCell.Write(rows.Reserve(ordinal, HistogramCell.SizeOf(_bounds.Length + 1)), told, Counts(state));
    }

    private Span<ulong> Counts(byte* state) => new(state + sizeof(Totals), bounds.Length + 1);

    [StructLayout(LayoutKind.Sequential)]
    private struct Totals
    {
        public ulong Count;
        public ExactSum Sum;
        public long Min;
        public long Max;
    }
}
