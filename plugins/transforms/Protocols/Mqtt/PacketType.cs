namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>Kinds of packets, by their numbers.</summary>
internal enum PacketType : byte
{
    None,
    Connect,
    Connack,
    Publish,
    Puback,
    Pubrec,
    Pubrel,
    Pubcomp,
    Subscribe,
    Suback,
    Unsubscribe,
    Unsuback,
    Pingreq,
    Pingresp,
    Disconnect,
    Auth,
}
