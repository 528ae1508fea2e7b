using System.Collections.Immutable;

namespace Pipeline.Host.Ledger;

/// <summary>Sums of counts by reason.</summary>
internal static class CountArithmetic
{
    public static ImmutableSortedDictionary<string, long> AddCounts(
        this ImmutableSortedDictionary<string, long> counts, ImmutableSortedDictionary<string, long> more)
    {
        var sum = counts.ToBuilder();
        foreach (var (reason, rows) in more)
            sum[reason] = sum.GetValueOrDefault(reason) + rows;
        return sum.ToImmutable();
    }
}
