using Pipeline.Host.Topology;

namespace Pipeline.Host.Configuration;

/// <summary>The keys of components that have inputs.</summary>
internal record SubscriberKeys : ComponentKeys
{
    [Option("Names of components to subscribe to, NAME.TABLE for one table of several.")]
    public IReadOnlyList<string> Inputs { get; init; } = [];

    [Option("What each input does when it has no room. Default: drop_newest for events below a source that cannot be made to wait, such as the kernel; block otherwise.")]
    public WhenFull? WhenFull { get; init; }

    [Option("Batches that may wait on each input.", Min = "1", Max = "1000000")]
    public int QueueBatches { get; init; } = 2048;

    [Option("Bytes of rows that may wait on each input.", Min = "4KiB")]
    public ByteSize QueueBytes { get; init; } = new(8L << 20);
}
