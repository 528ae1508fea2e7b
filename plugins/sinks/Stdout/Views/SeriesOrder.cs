namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Orders series by rank, largest first; equal ones by when they first came. What is no number stands last.</summary>
internal static class SeriesOrder
{
    public static void Sort(List<Series> series) => series.Sort(static (a, b) => Compare(a, b));

    private static int Compare(Series a, Series b)
    {
        var byRank = b.Rank.CompareTo(a.Rank);
        return byRank != 0 ? byRank : a.Number.CompareTo(b.Number);
    }
}
