namespace Pipeline.Sources.Replay.Packets;

/// <summary>What became of a packet's headers.</summary>
internal enum PacketResult
{
    /// <summary>Its content is at hand.</summary>
    Complete,

    /// <summary>A header was read and another follows.</summary>
    Continues,

    /// <summary>A fragment, kept until the others are there.</summary>
    Kept,

    /// <summary>It contradicts itself.</summary>
    Malformed,

    /// <summary>The capture cut it before what is needed.</summary>
    Cut,
}
