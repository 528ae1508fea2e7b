namespace Pipeline.Grouping;

/// <summary>How workers share rows: by group.</summary>
internal static class Sharing
{
    /// <summary>The columns by which rows are told apart. Only read where there are several workers.</summary>
    /// <exception cref="OptionException">There is but one group.</exception>
    public static IReadOnlyList<string> By(IReadOnlyList<string> by) =>
        by.Count > 0 ? by : throw new OptionException("workers", "without `by` there is one group, and one worker for it (expected 1)");
}
