using Pipeline.Host.Delivery;

namespace Pipeline.Host.Configuration;

/// <summary>The keys of <c>[sinks.NAME.retry]</c>.</summary>
internal sealed record RetryKeys
{
    [Option("The shortest wait. Each further failure doubles the longest wait, and chance picks one in between.", Min = "1ms", Max = "1h")]
    public TimeSpan Initial { get; init; } = RetryPlan.Default.Initial;

    [Option("The longest wait, unless the other end asks for a longer one.", Min = "1ms", Max = "1h")]
    public TimeSpan Max { get; init; } = RetryPlan.Default.Max;

    [Option("How long after their first failure rows are given up on and counted as retry_expired. Default: for ever.", Min = "1ms", Max = "365d")]
    public TimeSpan? For { get; init; }
}
