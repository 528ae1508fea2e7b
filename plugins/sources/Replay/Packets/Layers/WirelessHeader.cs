namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>Frames of IEEE 802.11. Data that are not encrypted are read, but not fragments, nor frames that hold several.</summary>
internal static class WirelessHeader
{
    private const int Least = 24, FourthAddress = 6, Quality = 2, HighThroughput = 4;
    private const byte ToSystem = 1, FromSystem = 2, MoreFragments = 4, Protected = 0x40, Order = 0x80;
    private const byte HasQuality = 0x80, HasNoData = 0x40, IsAggregate = 0x80;

    /// <param name="frame">The frame.</param>
    /// <param name="isPadded">Whether the header is padded to whole words.</param>
    public static Layer Read(ReadOnlySpan<byte> frame, bool isPadded)
    {
        if (frame.Length < Least)
            return Layer.Short;
        var (control, flags) = (frame[0], frame[1]);
        var isData = (control & 0x0f) == 8 && (control & HasNoData) == 0;
        if (!isData || (flags & (Protected | MoreFragments)) != 0 || (frame[22] & 0x0f) != 0)
            return Layer.Other;
        var length = Least + ((flags & (ToSystem | FromSystem)) == (ToSystem | FromSystem) ? FourthAddress : 0);
        if ((control & HasQuality) != 0)
        {
            if (frame.Length < length + Quality)
                return Layer.Short;
            if ((frame[length] & IsAggregate) != 0)
                return Layer.Other;
            length += Quality + ((flags & Order) != 0 ? HighThroughput : 0);
        }

        length = isPadded ? (length + 3) & ~3 : length;
        return frame.Length < length ? Layer.Short : new Layer(LayerKind.Llc, frame[length..]);
    }
}
