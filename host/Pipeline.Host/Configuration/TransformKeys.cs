namespace Pipeline.Host.Configuration;

/// <summary>The keys of transforms.</summary>
internal sealed record TransformKeys : SubscriberKeys
{
    [Option("Instances that share the work: a number, or auto for one a core. Rows that belong together stay together, in order.")]
    public WorkerCount Workers { get; init; } = new(1);
}
