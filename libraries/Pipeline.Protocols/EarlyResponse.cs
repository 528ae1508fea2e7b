namespace Pipeline.Protocols;

/// <summary>
/// A response whose row came before that of its request: a client that writes on one thread and reads on another may have read before the kernel tells that it wrote.
/// </summary>
internal static class EarlyResponse
{
    /// <summary>Nanoseconds by which a request may be told of late. A response without a request for longer than that was never asked for.</summary>
    public const long Bound = 100_000_000;
}
