namespace Pipeline.Sources.Sockets;

/// <summary>What a <c>type = "sockets"</c> source can be told.</summary>
public sealed record SocketsOptions
{
    [Option("Also Unix sockets.")]
    public bool Unix { get; init; }

    [Option("Bytes of the ring buffer, rounded up to a power of two.", Min = "256KiB", Max = "1GiB")]
    public ByteSize RingSize { get; init; } = new(16 << 20);

    [Option("How long rows may wait in the ring so that they are read in batches; shortened when more than a quarter of the ring, or 2 MiB, would gather.", Min = "0ms", Max = "10s")]
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    [Option("How often conn_stats and conn_unseen are read: each series a row, each time.", Min = "10ms", Max = "1d")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    [Option("Series that conn_stats has room for; those beyond are counted as lost: map_full.", Min = "1", Max = "100000000")]
    public int MaxSeries { get; init; } = 16384;

    [Option("The one variant of the programs to use; unset: the first that this kernel takes.")]
    public string? Variant { get; init; }
}
