using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>The properties of a packet of MQTT 5, some of which are looked at here.</summary>
internal ref struct PacketProperties
{
    private const byte UserProperty = 0x26;

    private static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>The number that stands for a topic; 0: there is none.</summary>
    public ushort TopicAlias { get; private set; }

    /// <summary>The name that the server gave to a client without one.</summary>
    public ReadOnlySpan<byte> AssignedClient { get; private set; }

    /// <summary>Reads properties behind their length, and writes them as members.</summary>
    public static PacketProperties Read(ref Wire wire, JsonText json)
    {
        var properties = default(PacketProperties);
        var bytes = wire.Bytes(wire.Variable());
        var rest = new Wire(bytes);
        var users = 0;
        while (rest.Left > 0 && !rest.IsShort)
            if (!properties.Take(ref rest, json, ref users))
                break;
        if (users > 0)
            WriteUsers(bytes, json);
        return properties;
    }

    private static void WriteUsers(ReadOnlySpan<byte> bytes, JsonText json)
    {
        var nothing = default(PacketProperties);
        var users = 0;
        var wire = new Wire(bytes);
        json.BeginObject("user_properties"u8);
        while (wire.Left > 0 && !wire.IsShort)
            if (!nothing.Take(ref wire, null, ref users, json))
                break;
        json.EndObject();
    }

    private bool Take(ref Wire wire, JsonText? json, ref int users, JsonText? userJson = null)
    {
        var id = wire.Octet();
        switch (id)
        {
            case UserProperty:
                var name = wire.MediumText();
                var value = wire.MediumText();
                users++;
                if (!wire.IsShort)
                    userJson?.Text(name, value);
                return true;
            case 0x01 or 0x17 or 0x19 or 0x24 or 0x25 or 0x28 or 0x29 or 0x2A:
                var octet = wire.Octet();
                json?.Number(Name(id), (ulong)octet);
                return true;
            case 0x13 or 0x21 or 0x22 or 0x23:
                var medium = wire.Short();
                if (id == 0x23)
                    TopicAlias = medium;
                json?.Number(Name(id), (ulong)medium);
                return true;
            case 0x02 or 0x11 or 0x18 or 0x27:
                var number = wire.Long();
                json?.Number(Name(id), (ulong)number);
                return true;
            case 0x0B:
                var variable = wire.Variable();
                json?.Number(Name(id), (ulong)variable);
                return true;
            case 0x03 or 0x08 or 0x09 or 0x12 or 0x15 or 0x16 or 0x1A or 0x1C or 0x1F:
                var text = wire.MediumText();
                if (id == 0x12)
                    AssignedClient = text;
                // What a client proves itself with.
                json?.Text(Name(id), id == 0x16 ? Redacted : text);
                return true;
            default:
                return false;
        }
    }

    private static ReadOnlySpan<byte> Name(byte id) => id switch
    {
        0x01 => "payload_format_indicator"u8,
        0x02 => "message_expiry_interval"u8,
        0x03 => "content_type"u8,
        0x08 => "response_topic"u8,
        0x09 => "correlation_data"u8,
        0x0B => "subscription_identifier"u8,
        0x11 => "session_expiry_interval"u8,
        0x12 => "assigned_client_identifier"u8,
        0x13 => "server_keep_alive"u8,
        0x15 => "authentication_method"u8,
        0x16 => "authentication_data"u8,
        0x17 => "request_problem_information"u8,
        0x18 => "will_delay_interval"u8,
        0x19 => "request_response_information"u8,
        0x1A => "response_information"u8,
        0x1C => "server_reference"u8,
        0x1F => "reason_string"u8,
        0x21 => "receive_maximum"u8,
        0x22 => "topic_alias_maximum"u8,
        0x23 => "topic_alias"u8,
        0x24 => "maximum_qos"u8,
        0x25 => "retain_available"u8,
        0x27 => "maximum_packet_size"u8,
        0x28 => "wildcard_subscription_available"u8,
        0x29 => "subscription_identifier_available"u8,
        _ => "shared_subscription_available"u8,
    };
}
