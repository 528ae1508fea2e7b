namespace Pipeline.Sources.Replay.Connections;

/// <summary>A TCP segment or UDP datagram.</summary>
internal readonly ref struct Segment
{
    public required UInt128 Source { get; init; }

    public required UInt128 Destination { get; init; }

    public required ushort SourcePort { get; init; }

    public required ushort DestinationPort { get; init; }

    public required byte Transport { get; init; }

    /// <summary>When it was seen, Unix nanoseconds.</summary>
    public required long Time { get; init; }

    /// <summary>The payload as far as it was captured.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Bytes of payload on the wire.</summary>
    public required int Size { get; init; }

    public uint Sequence { get; init; }

    public uint Acknowledged { get; init; }

    public TcpFlags Flags { get; init; }

    public bool Has(TcpFlags flag) => (Flags & flag) != 0;

    /// <summary>Sequence number of the first byte of payload.</summary>
    public uint DataSequence => Has(TcpFlags.Syn) ? Sequence + 1 : Sequence;
}
