namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>How long tasks waited for a resource.</summary>
/// <param name="IsFull">All tasks that had something to do waited, rather than some.</param>
/// <param name="Average10">Percent of the last 10 s.</param>
/// <param name="Average60">Percent of the last minute.</param>
/// <param name="Average300">Percent of the last five minutes.</param>
/// <param name="Total">Nanoseconds so far.</param>
internal readonly record struct PressureLine(bool IsFull, double Average10, double Average60, double Average300, ulong Total);
