namespace Pipeline.Sources.Bpf;

/// <summary>What a <c>type = "bpf"</c> source can be told.</summary>
public sealed record BpfSourceOptions
{
    [Option("The kernel program: the name of an object in the host's bpf folder, or a path to a .bpf.o file.")]
    public required string Object { get; init; }

    [Option("The program's own options, which 'pipeline tables' lists.")]
    public OptionTable Options { get; init; } = OptionTable.Empty;

    [Option("Bytes of each ring buffer, rounded up to a power of two; unset: what the program says.", Min = "4KiB", Max = "1GiB")]
    public ByteSize? RingSize { get; init; }

    [Option("How long rows may wait in the ring so that they are read in batches; shortened when more than a quarter of the ring, or 2 MiB, would gather.", Min = "0ms", Max = "10s")]
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    [Option("How often tables of figures are read: each series a row, each time.", Min = "10ms", Max = "1d")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    [Option("Series that each table of figures has room for; those beyond are counted as lost: map_full. Unset: what the program says.", Min = "1", Max = "100000000")]
    public int? MaxSeries { get; init; }

    [Option("The one variant of the program to use; unset: the first that this kernel takes.")]
    public string? Variant { get; init; }
}
