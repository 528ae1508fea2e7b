namespace Pipeline.Sources.Sockets;

/// <summary>What a <c>type = "sockets"</c> source can be told.</summary>
public sealed record SocketsOptions
{
    [Option("Also Unix sockets.")]
    public bool Unix { get; init; }

    [Option("Only what these processes send and receive; empty: everybody's.")]
    public IReadOnlyList<int> Pids { get; init; } = [];

    [Option("Only what processes of this cgroup (v2) or below it send and receive: its folder, as \"/sys/fs/cgroup/system.slice\", or from where cgroups are mounted, as \"system.slice\"; empty: of all.")]
    public string Cgroup { get; init; } = "";

    [Option("Only connections with one of these ports at either end; empty: all.")]
    public IReadOnlyList<ushort> Ports { get; init; } = [];

    [Option("Only connections with an address in one of these ranges at either end, as \"10.0.0.0/8\", \"fe80::/10\" or \"192.0.2.1\"; empty: all.")]
    public IReadOnlyList<string> Cidrs { get; init; } = [];

    [Option("Only the payload of connections that speak one of these; of all others there are lengths only. `unknown`: also where the first bytes look like none of them. Empty: no payload at all.")]
    public IReadOnlyList<SocketProtocol> Protocols { get; init; } = [.. Enum.GetValues<SocketProtocol>().Except([SocketProtocol.Unknown])];

    [Option("Also the plain text of TLS, where a library that is known encrypts it: OpenSSL and BoringSSL, also inside programs, GnuTLS, .NET.")]
    public bool Tls { get; init; } = true;

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
