namespace Pipeline.Host.Delivery;

/// <summary>How long a sink's rows wait until they are tried again.</summary>
/// <param name="Initial">The shortest wait.</param>
/// <param name="Max">The longest wait that back-off comes to by itself.</param>
/// <param name="For">How long after their first failure rows are given up on; null: never.</param>
internal sealed record RetryPlan(TimeSpan Initial, TimeSpan Max, TimeSpan? For)
{
    public static RetryPlan Default { get; } = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), null);
}
