using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Mqtt;

/// <summary>Packets of MQTT, written by an encoder of its own.</summary>
internal static class MqttBytes
{
    public const string Ping = "\u00c0\0";
    public const string Pong = "\u00d0\0";

    public static string Packet(int head, string body) => U8(head) + Length(body.Length) + body;

    public static string Length(int length) => length < 128 ? U8(length) : U8(length & 0x7F | 0x80) + Length(length >> 7);

    public static string Utf(string text) => U16(text.Length) + text;

    /// <summary>The flags: 0x80 user name, 0x40 password, 0x04 will.</summary>
    public static string Connect(int version, string client, int flags = 2, string rest = "") =>
        Packet(0x10, (version == 3 ? Utf("MQIsdp") : Utf("MQTT")) + U8(version) + U8(flags) + U16(60) + (version == 5 ? "\0" : "") + Utf(client) + rest);

    public static string Connack(int version, int code = 0, string properties = "") => Packet(0x20, "\0" + U8(code) + (version == 5 ? Length(properties.Length) + properties : ""));

    /// <summary>A message; <paramref name="properties"/> null: of a version that has none.</summary>
    public static string Publish(string topic, string payload, int qos = 0, int id = 0, int flags = 0, string? properties = null) =>
        Packet(0x30 | qos << 1 | flags, Utf(topic) + (qos > 0 ? U16(id) : "") + (properties is null ? "" : Length(properties.Length) + properties) + payload);

    public static string Ack(int id, int reason = -1) => Packet(0x40, U16(id) + (reason < 0 ? "" : U8(reason)));

    public static string Rec(int id, int reason = -1) => Packet(0x50, U16(id) + (reason < 0 ? "" : U8(reason)));

    public static string Rel(int id) => Packet(0x62, U16(id));

    public static string Comp(int id) => Packet(0x70, U16(id));

    public static string Subscribe(int version, int id, params (string Topic, int Qos)[] topics) =>
        Packet(0x82, U16(id) + (version == 5 ? "\0" : "") + string.Concat(topics.Select(t => Utf(t.Topic) + U8(t.Qos))));

    public static string Suback(int version, int id, string codes) => Packet(0x90, U16(id) + (version == 5 ? "\0" : "") + codes);

    public static Talk Opened(int version = 4, string client = "sensor") => new Talk().Ask(Connect(version, client)).Answer(Connack(version));
}
