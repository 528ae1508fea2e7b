namespace Pipeline.Sources.Replay.Connections;

/// <summary>A TCP connection or a UDP flow, told from the client's side.</summary>
internal sealed class Connection
{
    private readonly ByteStream _egress;
    private readonly ByteStream _ingress;

    /// <param name="id">Its number.</param>
    /// <param name="key">Its ends.</param>
    /// <param name="first">Its first segment.</param>
    /// <param name="fromClient">Whether the client sent that.</param>
    public Connection(ulong id, in FlowKey key, in Segment first, bool fromClient)
    {
        Id = id;
        Key = key;
        (Local, LocalPort, Remote, RemotePort) = fromClient
            ? (first.Source, first.SourcePort, first.Destination, first.DestinationPort)
            : (first.Destination, first.DestinationPort, first.Source, first.SourcePort);
        _egress = new ByteStream(this, ConnectionTables.Egress);
        _ingress = new ByteStream(this, ConnectionTables.Ingress);
        Node = new LinkedListNode<Connection>(this);
    }

    public ulong Id { get; }

    public FlowKey Key { get; }

    public UInt128 Local { get; }

    public UInt128 Remote { get; }

    public ushort LocalPort { get; }

    public ushort RemotePort { get; }

    /// <summary>Its place in the order of last use.</summary>
    public LinkedListNode<Connection> Node { get; }

    public bool IsOpen { get; set; }

    /// <summary>When it closed, Unix nanoseconds; null while it has not.</summary>
    public long? ClosedAt { get; set; }

    public ByteStream Egress => _egress;

    public ByteStream Ingress => _ingress;

    /// <summary>The direction a segment goes in.</summary>
    public ByteStream StreamOf(in Segment segment) => segment.Source == Local && segment.SourcePort == LocalPort ? _egress : _ingress;

    /// <summary>The other direction.</summary>
    public ByteStream OtherThan(ByteStream stream) => stream == _egress ? _ingress : _egress;
}
