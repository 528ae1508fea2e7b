namespace Pipeline.Protocols;

/// <summary>A protocol with its books and rows.</summary>
internal sealed record ProtocolSlot(Protocol Protocol, Counters Counters, Rows Rows);
