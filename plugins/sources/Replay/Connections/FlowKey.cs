namespace Pipeline.Sources.Replay.Connections;

/// <summary>The two ends of a connection, whichever of them sent the packet at hand.</summary>
internal readonly record struct FlowKey(UInt128 LowAddress, UInt128 HighAddress, ushort LowPort, ushort HighPort, byte Transport)
{
    public static FlowKey Of(in Segment segment) =>
        segment.Source < segment.Destination || (segment.Source == segment.Destination && segment.SourcePort <= segment.DestinationPort)
            ? new(segment.Source, segment.Destination, segment.SourcePort, segment.DestinationPort, segment.Transport)
            : new(segment.Destination, segment.Source, segment.DestinationPort, segment.SourcePort, segment.Transport);
}
