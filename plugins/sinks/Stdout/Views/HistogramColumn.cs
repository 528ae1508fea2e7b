namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Distributions: a view has the values that came since the one before.</summary>
internal sealed class HistogramColumn(int ordinal, ColumnType type, Temporality temporality) : ValueColumn(ordinal, HistogramMerge.TargetSize(type))
{
    private readonly HistogramDifference _difference = new(type);

    public override void Clear(Span<byte> piece) => HistogramMerge.Begin(piece, type);

    public override void Take(ReadOnlySpan<byte> cell, Span<byte> latest, Span<byte> shown)
    {
        // An empty cell is a series that has no values yet.
        if (!HistogramCell.TryRead(cell, type, out var now))
            return;
        if (temporality == Temporality.Delta)
        {
            HistogramMerge.Add(shown, now);
            return;
        }

        // The series' own copy is merged to the usual number of buckets, so that the next difference is between two of a kind.
        var before = Read(latest);
        HistogramMerge.Add(shown, _difference.TryTake(now, before, out var added) ? added : now);
        Clear(latest);
        HistogramMerge.Add(latest, now);
    }

    public override bool HasMoved(ReadOnlySpan<byte> shown) => Read(shown).Totals.Count > 0;

    public override double Rank(ReadOnlySpan<byte> shown) => Read(shown).Totals.Count;

    public override ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> shown)
    {
        var histogram = Read(shown);
        return shown[..HistogramCell.SizeOf(histogram.Counts.Length)];
    }

    private HistogramCell Read(ReadOnlySpan<byte> piece) =>
        HistogramCell.TryRead(piece, type, out var histogram) ? histogram : throw new InvalidOperationException("a piece of a series is not the histogram that was put there");
}
