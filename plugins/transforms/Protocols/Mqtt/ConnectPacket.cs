using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>What a client says first.</summary>
internal readonly ref struct ConnectPacket
{
    /// <summary>The version of MQTT 5.</summary>
    public const byte Five = 5;

    // Brokers that connect to others set it.
    private const byte Bridge = 0x80;

    private static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>3 (MQTT 3.1), 4 (3.1.1) or 5.</summary>
    public byte Version { get; private init; }

    public ReadOnlySpan<byte> ClientId { get; private init; }

    /// <summary>The version that bytes behind the head tell; 0: they are not those of a CONNECT; null: more are needed to tell.</summary>
    public static byte? VersionOf(ReadOnlySpan<byte> body)
    {
        foreach (var name in (ReadOnlySpan<string>)["\0\u0004MQTT", "\0\u0006MQIsdp"])
        {
            var length = Math.Min(body.Length, name.Length);
            if (!System.Text.Ascii.Equals(body[..length], name.AsSpan(0, length)))
                continue;
            if (body.Length <= name.Length)
                return null;
            var version = (byte)(body[name.Length] & ~Bridge);
            return version is >= 3 and <= Five ? version : (byte)0;
        }

        return 0;
    }

    /// <summary>Reads the packet behind its head; writes what else it says as JSON.</summary>
    public static ConnectPacket Read(ReadOnlySpan<byte> body, JsonText json)
    {
        var wire = new Wire(body);
        wire.MediumText();
        var (version, flags, keepAlive) = ((byte)(wire.Octet() & ~Bridge), wire.Octet(), wire.Short());
        json.Clear();
        json.BeginObject();
        json.Number("keep_alive"u8, (ulong)keepAlive);
        json.Bool("clean"u8, (flags & 0x02) != 0);
        if (version == Five)
            PacketProperties.Read(ref wire, json);
        var clientId = wire.MediumText();
        if ((flags & 0x04) != 0)
            WriteWill(ref wire, json, version, flags);
        if ((flags & 0x80) != 0)
            json.Text("username"u8, wire.MediumText(), !wire.IsShort);
        if ((flags & 0x40) != 0)
            json.Text("password"u8, Redacted);
        json.EndObject();
        return new ConnectPacket { Version = version, ClientId = clientId };
    }

    private static void WriteWill(ref Wire wire, JsonText json, byte version, byte flags)
    {
        json.BeginObject("will"u8);
        if (version == Five)
            PacketProperties.Read(ref wire, json);
        json.Text("topic"u8, wire.MediumText(), !wire.IsShort);
        json.Number("payload_size"u8, (ulong)wire.MediumText().Length);
        json.Number("qos"u8, (ulong)(flags >> 3 & 3));
        json.Bool("retain"u8, (flags & 0x20) != 0);
        json.EndObject();
    }
}
