namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>What bytes begin with.</summary>
internal enum LayerKind
{
    /// <summary>Something that is not read.</summary>
    Other,

    /// <summary>The end of the packet, within a header.</summary>
    Short,

    /// <summary>A header of IPv4 or IPv6.</summary>
    Ip,

    /// <summary>What an EtherType names.</summary>
    Typed,

    Ethernet,

    /// <summary>The protocol field of PPP.</summary>
    Ppp,

    /// <summary>A header of LLC.</summary>
    Llc,

    /// <summary>A header of IEEE 802.11.</summary>
    Wireless,
}
