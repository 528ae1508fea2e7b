using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>The table <c>mqtt_events</c>.</summary>
internal static class MqttTable
{
    public const int Command = CommonColumns.Count;
    public const int Response = Command + 1;
    public const int Version = Response + 1;
    public const int ClientId = Version + 1;
    public const int System = ClientId + 1;
    public const int Operation = System + 1;
    public const int OperationType = Operation + 1;
    public const int Topic = OperationType + 1;
    public const int Qos = Topic + 1;
    public const int Retain = Qos + 1;
    public const int Dup = Retain + 1;
    public const int PacketId = Dup + 1;
    public const int Properties = PacketId + 1;
    public const int Payload = Properties + 1;
    public const int PayloadSize = Payload + 1;
    public const int ReasonCode = PayloadSize + 1;
    public const int Error = ReasonCode + 1;
    public const int Latency = Error + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("mqtt", 0)]);

    public static TableSchema Schema { get; } = new(
        "mqtt_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_cmd", ColumnType.Utf8) { Help = "Packet that was sent: CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT, AUTH.", Heading = "CMD", Width = 11 },
            new("resp_cmd", ColumnType.Utf8) { Help = "Last packet of the answer: CONNACK, PUBACK, PUBCOMP (PUBREC where it refuses), SUBACK, UNSUBACK, PINGRESP; empty: none was due, or is known.", Heading = "", Width = 8 },
            new("version", ColumnType.U8) { Help = "3: MQTT 3.1; 4: 3.1.1; 5; 0: not known.", Heading = "V", Width = 1 },
            new("client_id", ColumnType.Utf8) { Help = "Name of the client; empty: none, or not known.", Heading = "CLIENT", Width = 12, Attribute = "messaging.client.id" },
            new("messaging_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "messaging.system" },
            new("operation", ColumnType.Utf8) { Help = "publish (by the client), deliver (by the server), connect, subscribe, unsubscribe, ping, disconnect, auth.", Heading = "", Attribute = "messaging.operation.name" },
            new("operation_type", ColumnType.Utf8) { Help = "send or receive; empty: none of them.", Heading = "", Attribute = "messaging.operation.type" },
            new("topic", ColumnType.Utf8) { Help = "Topic of the message, or the first filter of a subscription; empty where an alias stands for one that is not known.", Heading = "TOPIC", Width = 20, Attribute = "messaging.destination.name" },
            new("qos", ColumnType.U8) { Help = "0: at most once; 1: at least once; 2: exactly once.", Heading = "QOS", Width = 3 },
            new("retain", ColumnType.Bool) { Help = "Whether the server keeps, or had kept, the message for new subscribers.", Heading = "" },
            new("dup", ColumnType.Bool) { Help = "Whether the message was sent again.", Heading = "" },
            new("packet_id", ColumnType.U16) { Help = "Number that the answer repeats; 0: there is none.", Heading = "" },
            new("properties", ColumnType.Utf8) { Help = "What else the packet says, as JSON: properties of MQTT 5, the will and the user name of CONNECT, all filters of a subscription.", Heading = "" },
            new("payload", ColumnType.Utf8) { Help = "The message as far as it was kept.", Heading = "PAYLOAD" },
            new("payload_size", ColumnType.U64) { Help = "Bytes of the message.", Unit = "By", Heading = "BYTES", Attribute = "messaging.message.body.size" },
            new("reason_code", ColumnType.U8) { Help = "Reason code of the answer, of several the first that is an error, or else the first; of DISCONNECT and AUTH their own.", Heading = "" },
            new("error", ColumnType.Utf8) { Help = "Name of the reason code; empty: no error.", Heading = "ERROR", Attribute = "error.type" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the packet to the last byte of the last packet of the answer; 0: none was due, or is known.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Packets of MQTT with what answers them.",
        Span = new SpanColumns("time", "latency_ns", "error", "operation"),
    };
}
