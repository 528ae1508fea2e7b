namespace Pipeline;

/// <summary>What a histogram says about all its values together.</summary>
/// <param name="Count">Values.</param>
/// <param name="Sum">Their sum; NaN: unknown, as for counts that a kernel map kept.</param>
/// <param name="Min">The least; NaN: unknown, or there are none.</param>
/// <param name="Max">The greatest; NaN: unknown, or there are none.</param>
public readonly record struct HistogramTotals(ulong Count, double Sum, double Min, double Max)
{
    /// <summary>No values.</summary>
    public static HistogramTotals Empty { get; } = new(0, 0, double.NaN, double.NaN);

    /// <summary>
    /// Both together. One without values adds nothing, whatever its other fields say; otherwise what is unknown in one is unknown of both, because a minimum or
    /// a sum of a part would pass for that of the whole.
    /// </summary>
    public HistogramTotals With(in HistogramTotals other) =>
        other.Count == 0 ? Count == 0 ? Empty : this
        : Count == 0 ? other
        : new(Count + other.Count, Sum + other.Sum, Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
