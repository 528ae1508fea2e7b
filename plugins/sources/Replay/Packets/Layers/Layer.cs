namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>What a header carries.</summary>
/// <param name="kind">What the bytes begin with.</param>
/// <param name="bytes">The rest of the packet, as far as it was captured.</param>
/// <param name="type">The EtherType, where that is what names them.</param>
internal readonly ref struct Layer(LayerKind kind, ReadOnlySpan<byte> bytes, int type = 0)
{
    // Who nests deeper does so to be a nuisance.
    private const int MostHeaders = 16;

    public LayerKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int Type { get; } = type;

    public static Layer Other => default;

    public static Layer Short => new(LayerKind.Short, default);

    /// <summary>The IP packet within, or that there is none.</summary>
    public Layer ToIp()
    {
        var layer = this;
        for (var i = 0; i < MostHeaders; i++)
        {
            switch (layer.Kind)
            {
                case LayerKind.Ethernet:
                    layer = EthernetHeader.Read(layer.Bytes);
                    break;
                case LayerKind.Typed:
                    layer = EtherType.Read(layer.Type, layer.Bytes);
                    break;
                case LayerKind.Ppp:
                    layer = PppHeader.Read(layer.Bytes);
                    break;
                case LayerKind.Llc:
                    layer = LlcHeader.Read(layer.Bytes);
                    break;
                case LayerKind.Wireless:
                    layer = WirelessHeader.Read(layer.Bytes, isPadded: false);
                    break;
                default:
                    return layer;
            }
        }

        return Other;
    }
}
