using Pipeline.Transforms.Protocols.Messaging;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>What stands in front of a message: its topic, its number, and in MQTT 5 properties.</summary>
internal readonly ref struct PublishPacket
{
    /// <summary>The most of a packet that is read; longer properties are passed over.</summary>
    public const int MostRead = 32 << 10;

    public ReadOnlySpan<byte> Topic { get; private init; }

    public ushort PacketId { get; private init; }

    /// <summary>Bytes of the packet, behind its head, before the properties.</summary>
    public int Bytes { get; private init; }

    /// <summary>Bytes of the properties and of their length.</summary>
    public int PropertyBytes { get; private init; }

    /// <summary>Reads it; null: more is needed; false: it is none.</summary>
    /// <param name="body">Behind the head.</param>
    /// <param name="head">The head.</param>
    /// <param name="hasProperties">Whether there are any.</param>
    /// <param name="packet">What was read.</param>
    public static bool? TryRead(ReadOnlySpan<byte> body, in PacketHead head, bool hasProperties, out PublishPacket packet)
    {
        packet = default;
        if (body.Length < 2)
            return null;
        var wire = new Wire(body);
        var topicBytes = wire.Short();
        var bytes = 2 + topicBytes + (head.Qos > 0 ? 2 : 0);
        if (bytes > head.Rest || (topicBytes == 0 && !hasProperties) || !IsTopic(body.Slice(2, Math.Min(topicBytes, body.Length - 2))))
            return false;
        if (body.Length < bytes)
            return null;
        var topic = wire.Bytes(topicBytes);
        var id = head.Qos > 0 ? wire.Short() : (ushort)0;
        if (head.Qos > 0 && id == 0)
            return false;
        var properties = 0;
        if (hasProperties)
        {
            var left = wire.Left;
            var length = wire.Variable();
            if (wire.IsShort)
                return left >= 4 ? false : null;
            properties = left - wire.Left + (int)length;
            if (bytes + properties > head.Rest)
                return false;
            if (body.Length < bytes + properties && properties <= MostRead)
                return null;
        }

        packet = new PublishPacket { Topic = topic, PacketId = id, Bytes = bytes, PropertyBytes = properties };
        return true;
    }

    /// <summary>Whether bytes may be of a topic: text without what filters have.</summary>
    private static bool IsTopic(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0 && bytes.IndexOfAny((byte)'#', (byte)'+') < 0;
}
