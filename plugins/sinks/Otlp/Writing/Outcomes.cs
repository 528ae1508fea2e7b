namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>Makes one outcome of what became of each signal's rows.</summary>
internal static class Outcomes
{
    /// <param name="rows">Rows of the write.</param>
    /// <param name="results">What became of them.</param>
    public static Outcome Of(long rows, IReadOnlyCollection<SignalResult> results)
    {
        var refused = results.SelectMany(result => result.Refused).ToList();
        var rejected = results.SelectMany(result => result.Rejected).ToList();
        if (refused.Count == 0)
            return rejected.Count == 0 ? Outcome.Delivered : Outcome.Rejected(rejected.Sum(r => r.Rows), rejected[0].Reason);
        if (refused.Sum(r => (long)r.Rows) == rows && refused.All(r => r.IsFinal == refused[0].IsFinal))
        {
            if (!refused[0].IsFinal)
                return Later(results, refused[0].Reason);
            if (refused.All(r => r.Reason == refused[0].Reason))
                return Outcome.Failed(refused[0].Reason);
        }

        // An outcome cannot say both which rows are to be tried again and how many of the others were rejected, so those are named, as good as any.
        refused.AddRange(rejected);
        return Outcome.Partly(refused);
    }

    private static Outcome Later(IReadOnlyCollection<SignalResult> results, string reason)
    {
        var delay = results.Max(result => result.Delay);
        return results.Any(result => result.IsThrottled) ? Outcome.Throttled(delay, reason) : Outcome.RetryAfter(delay, reason);
    }
}
