namespace Pipeline.Protocols;

/// <summary>Who speaks, as the input told it. Addresses and comm are their cells' bytes.</summary>
public readonly record struct Endpoints
{
    public uint Pid { get; init; }

    public ulong StartTicks { get; init; }

    public UInt128 Comm { get; init; }

    public ulong CgroupId { get; init; }

    public UInt128 LocalAddress { get; init; }

    public UInt128 RemoteAddress { get; init; }

    public ushort LocalPort { get; init; }

    public ushort RemotePort { get; init; }

    public byte TraceRole { get; init; }

    public bool Encrypted { get; init; }

    public ulong ConnectionId { get; init; }
}
