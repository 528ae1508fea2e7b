namespace Pipeline.Host.Delivery;

/// <summary>How the host delivers to one sink.</summary>
internal sealed record DeliveryPlan
{
    public RetryPlan Retry { get; init; } = RetryPlan.Default;

    /// <summary>What a request holds; null for a sink that takes batch by batch.</summary>
    public BulkSize? Batch { get; init; }

    /// <summary>Writes under way at most.</summary>
    public int MostWrites { get; init; } = 1;

    /// <summary>What the sink itself asks for.</summary>
    public static DeliveryPlan Of(ISink sink) => new()
    {
        Batch = (sink as IBulkSink)?.Preferred,
        MostWrites = (sink as IConcurrentSink)?.MostWrites ?? 1,
    };
}
