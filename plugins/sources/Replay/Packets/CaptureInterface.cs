namespace Pipeline.Sources.Replay.Packets;

/// <summary>What a pcapng file says of an interface.</summary>
/// <param name="Link">Link type of its packets.</param>
/// <param name="SnapLength">Bytes of a packet kept at most; 0: all.</param>
/// <param name="UnitsPerSecond">Resolution of its time stamps.</param>
/// <param name="OffsetSeconds">Seconds to add to its time stamps.</param>
internal sealed record CaptureInterface(int Link, uint SnapLength, UInt128 UnitsPerSecond, long OffsetSeconds)
{
    /// <summary>A time stamp as Unix nanoseconds.</summary>
    public Int128 Nanoseconds(ulong stamp) =>
        (Int128)(stamp / UnitsPerSecond) * 1_000_000_000
        // 2^127 units a second are allowed, and their remainder must not overflow when multiplied.
        + (Int128)(UnitsPerSecond >> 96 == 0 ? stamp % UnitsPerSecond * 1_000_000_000 / UnitsPerSecond : 0)
        + (Int128)OffsetSeconds * 1_000_000_000;
}
