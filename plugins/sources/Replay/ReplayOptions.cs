namespace Pipeline.Sources.Replay;

/// <summary>Options of <c>replay</c>.</summary>
internal sealed record ReplayOptions
{
    [Option("File to read: pcap, pcapng or what the capture sink wrote. Packets may come through a pipe too, such as /dev/stdin.")]
    public required string File { get; init; }

    [Option("How fast: max, real (as it was recorded), or a multiple of that, such as 10x or 0.5x.")]
    public string Speed { get; init; } = "max";
}
