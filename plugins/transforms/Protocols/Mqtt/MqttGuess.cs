using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>Judges first bytes: a CONNECT is certain; of a connection joined later a message or a subscription that is complete in itself.</summary>
internal static class MqttGuess
{
    private const int Certain = 98;
    private const int Likely = 70;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        var type = (PacketType)(first[0] >> 4);
        if (type == PacketType.Connect)
            return OfConnect(first);
        if (type is not (PacketType.Publish or PacketType.Subscribe))
            return Guess.No;
        return Boundary.IsNamed(first, Side.Request) switch
        {
            null => Guess.More,
            false => Guess.No,
            _ => new Guess(Likely, type == PacketType.Subscribe ? Side.Request : null),
        };
    }

    private static Guess OfConnect(ReadOnlySpan<byte> first)
    {
        if (!PacketHead.TryRead(first, Side.Request, out var head))
            return head.Bytes > 0 ? Guess.No : Guess.More;
        return ConnectPacket.VersionOf(first[head.Bytes..]) switch { null => Guess.More, 0 => Guess.No, _ => new Guess(Certain, Side.Request) };
    }
}
