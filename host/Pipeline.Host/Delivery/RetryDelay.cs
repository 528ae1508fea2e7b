namespace Pipeline.Host.Delivery;

/// <summary>How long to wait after a failure: exponential back-off with full jitter, longer where the other end asks for it.</summary>
internal static class RetryDelay
{
    // Longer than a Retry-After that is meant, and short enough that one that is not does little harm.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    // Doubled so often, the shortest wait there may be is beyond the longest.
    private const int MostDoublings = 22;

    /// <param name="plan">The bounds.</param>
    /// <param name="failures">Failures one behind the other, this one included.</param>
    /// <param name="asked">What the other end asks for; not above zero: nothing.</param>
    /// <param name="chance">From 0 to 1: where between the shortest wait and the longest of this failure.</param>
    public static TimeSpan Next(RetryPlan plan, int failures, TimeSpan asked, double chance)
    {
        var ceiling = plan.Initial * Math.Pow(2, Math.Clamp(failures, 0, MostDoublings));
        if (ceiling > plan.Max)
            ceiling = plan.Max;
        var wait = plan.Initial + (ceiling - plan.Initial) * chance;
        if (asked > LongestAsked && asked > plan.Max)
            asked = plan.Max > LongestAsked ? plan.Max : LongestAsked;
        return asked > wait ? asked : wait;
    }
}
