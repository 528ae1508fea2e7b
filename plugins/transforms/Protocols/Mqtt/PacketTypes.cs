using Pipeline.Transforms.Protocols.Messaging;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>Names of packets, and what they do.</summary>
internal static class PacketTypes
{
    public static ReadOnlySpan<byte> Name(this PacketType type) => type switch
    {
        PacketType.Connect => "CONNECT"u8,
        PacketType.Connack => "CONNACK"u8,
        PacketType.Publish => "PUBLISH"u8,
        PacketType.Puback => "PUBACK"u8,
        PacketType.Pubrec => "PUBREC"u8,
        PacketType.Pubrel => "PUBREL"u8,
        PacketType.Pubcomp => "PUBCOMP"u8,
        PacketType.Subscribe => "SUBSCRIBE"u8,
        PacketType.Suback => "SUBACK"u8,
        PacketType.Unsubscribe => "UNSUBSCRIBE"u8,
        PacketType.Unsuback => "UNSUBACK"u8,
        PacketType.Pingreq => "PINGREQ"u8,
        PacketType.Pingresp => "PINGRESP"u8,
        PacketType.Disconnect => "DISCONNECT"u8,
        PacketType.Auth => "AUTH"u8,
        _ => default,
    };

    /// <summary>What is done, and what kind that is.</summary>
    public static OperationType Operation(PacketType type, bool isOfServer, out ReadOnlySpan<byte> name)
    {
        name = type switch
        {
            PacketType.Publish => isOfServer ? "deliver"u8 : "publish"u8,
            PacketType.Connect => "connect"u8,
            PacketType.Subscribe => "subscribe"u8,
            PacketType.Unsubscribe => "unsubscribe"u8,
            PacketType.Pingreq => "ping"u8,
            PacketType.Disconnect => "disconnect"u8,
            _ => "auth"u8,
        };
        return type != PacketType.Publish ? OperationType.None : isOfServer ? OperationType.Receive : OperationType.Send;
    }
}
