namespace Pipeline.Protocols;

/// <summary>What a transform of protocols can be told about connections, whatever the protocols are.</summary>
public abstract record FrameOptions
{
    [Option("Memory for what connections wait for, a worker; beyond it the connection used longest ago is forgotten and counted as evicted.", Min = "256KiB", Max = "16GiB")]
    public ByteSize Memory { get; init; } = new(32 << 20);

    [Option("A connection on which nothing was moved for so long is forgotten; what it waited for is counted as unpaired.", Min = "1s", Max = "1d")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
