using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>The header of a message: how long its body is, and its properties.</summary>
internal ref struct Properties
{
    private const ushort More = 1;

    // In the order of their flags, from the highest on.
    private static readonly Field[] Fields = Field.Parse(
        "content_type:short content_encoding:short headers:table delivery_mode:octet priority:octet correlation_id:short reply_to:short expiration:short "
        + "message_id:short timestamp:time type:short user_id:short app_id:short cluster_id:short");

    public ulong BodySize { get; private set; }

    public ReadOnlySpan<byte> ContentType { get; private set; }

    public ReadOnlySpan<byte> CorrelationId { get; private set; }

    public ReadOnlySpan<byte> MessageId { get; private set; }

    /// <summary>1: not kept when the server ends; 2: kept; 0: it does not say.</summary>
    public byte DeliveryMode { get; private set; }

    /// <summary>Whether all that is announced was there.</summary>
    public bool IsWhole { get; private set; }

    /// <param name="bytes">The payload of a header frame.</param>
    /// <param name="json">Becomes the properties.</param>
    public static Properties Read(ReadOnlySpan<byte> bytes, JsonText json)
    {
        var wire = new Wire(bytes);
        // Class, and a weight that nobody uses.
        wire.Long();
        var read = new Properties { BodySize = wire.LongLong() };
        var flags = wire.Short();
        for (var more = flags; (more & More) != 0 && !wire.IsShort;)
            more = wire.Short();
        json.Clear();
        json.BeginObject();
        for (var i = 0; i < Fields.Length && !wire.IsShort; i++)
            if ((flags >> (15 - i) & 1) != 0)
                read.Take(Fields[i], ref wire, json);
        json.EndObject();
        read.IsWhole = !wire.IsShort;
        return read;
    }

    private void Take(Field field, ref Wire wire, JsonText json)
    {
        switch (field.Type)
        {
            case FieldType.Table:
                Values.Table(ref wire, json, field.Name);
                break;
            case FieldType.Octet:
                var octet = wire.Octet();
                json.Number(field.Name, (ulong)octet);
                if (ReferenceEquals(field, Fields[3]))
                    DeliveryMode = octet;
                break;
            case FieldType.Timestamp:
                json.Number(field.Name, wire.LongLong());
                break;
            default:
                var text = wire.ShortText();
                json.Text(field.Name, text, !wire.IsShort);
                if (ReferenceEquals(field, Fields[0]))
                    ContentType = text;
                else if (ReferenceEquals(field, Fields[5]))
                    CorrelationId = text;
                else if (ReferenceEquals(field, Fields[8]))
                    MessageId = text;
                break;
        }
    }
}
