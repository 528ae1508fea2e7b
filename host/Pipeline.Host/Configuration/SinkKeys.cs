namespace Pipeline.Host.Configuration;

/// <summary>The keys of sinks: how the host delivers to them.</summary>
internal sealed record SinkKeys : SubscriberKeys
{
    [Option("When rows that could not be delivered are tried again.")]
    public RetryKeys Retry { get; init; } = new();

    [Option("When rows are sent, for sinks that put many batches into one request. What is not given is the sink's own choice.")]
    public BatchKeys Batch { get; init; } = new();

    [Option("Writes under way at once, at most, for sinks that can have several: the host finds out how many go best. Default: the sink's own choice.", Min = "1", Max = "1024")]
    public int? Concurrency { get; init; }

    [Option("A sink or transform that gets the rows which this sink refuses for good, with the columns rejected_by and reject_reason; it can do without inputs. Unless it has its own when_full, its input drops the newest when it is full, so that this sink never waits for it.")]
    public string? OnReject { get; init; }
}
