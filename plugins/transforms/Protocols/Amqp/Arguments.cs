using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>The arguments of a method: those that are looked at here, all of them as JSON.</summary>
internal ref struct Arguments
{
    private static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    public ReadOnlySpan<byte> Exchange { get; private set; }

    public ReadOnlySpan<byte> Queue { get; private set; }

    public ReadOnlySpan<byte> RoutingKey { get; private set; }

    public ulong DeliveryTag { get; private set; }

    public ushort ReplyCode { get; private set; }

    public ushort ClassId { get; private set; }

    public ushort MethodId { get; private set; }

    public bool Multiple { get; private set; }

    public bool NoWait { get; private set; }

    /// <summary>Whether all were there.</summary>
    public bool IsWhole { get; private set; }

    public static Arguments Read(Method method, ReadOnlySpan<byte> bytes, JsonText json)
    {
        var (bit, bits) = (0, (byte)0);
        var read = new Arguments();
        var wire = new Wire(bytes);
        json.Clear();
        json.BeginObject();
        foreach (var field in method.Fields)
        {
            if (field.Type != FieldType.Bit)
                bit = 0;
            else if (bit == 0)
                bits = wire.Octet();
            if (field.Type == FieldType.Bit)
                read.Bit(field, (bits >> bit & 1) != 0, json);
            else
                read.Value(field, ref wire, json);
            bit = field.Type == FieldType.Bit ? bit + 1 & 7 : 0;
            if (wire.IsShort)
                break;
        }

        json.EndObject();
        read.IsWhole = !wire.IsShort;
        return read;
    }

    private void Bit(Field field, bool value, JsonText json)
    {
        if (field.Role == FieldRole.Reserved)
            return;
        json.Bool(field.Name, value);
        if (field.Role == FieldRole.Multiple)
            Multiple = value;
        else if (field.Role == FieldRole.NoWait)
            NoWait = value;
    }

    private void Value(Field field, ref Wire wire, JsonText json)
    {
        switch (field.Type)
        {
            case FieldType.ShortText or FieldType.LongText:
                var text = field.Type == FieldType.ShortText ? wire.ShortText() : wire.LongText();
                if (field.Role != FieldRole.Reserved)
                    json.Text(field.Name, text, !wire.IsShort);
                Keep(field.Role, text);
                break;
            case FieldType.Secret:
                wire.LongText();
                json.Text(field.Name, Redacted);
                break;
            case FieldType.Table:
                Values.Table(ref wire, json, field.Name);
                break;
            default:
                var number = Number(field.Type, ref wire);
                if (field.Role != FieldRole.Reserved)
                    json.Number(field.Name, number);
                Keep(field.Role, number);
                break;
        }
    }

    private static ulong Number(FieldType type, ref Wire wire) => type switch
    {
        FieldType.Octet => wire.Octet(),
        FieldType.Short => wire.Short(),
        FieldType.Long => wire.Long(),
        _ => wire.LongLong(),
    };

    private void Keep(FieldRole role, ReadOnlySpan<byte> text)
    {
        if (role == FieldRole.Exchange)
            Exchange = text;
        else if (role == FieldRole.Queue)
            Queue = text;
        else if (role == FieldRole.RoutingKey)
            RoutingKey = text;
    }

    private void Keep(FieldRole role, ulong number)
    {
        if (role == FieldRole.DeliveryTag)
            DeliveryTag = number;
        else if (role == FieldRole.ReplyCode)
            ReplyCode = (ushort)number;
        else if (role == FieldRole.ClassId)
            ClassId = (ushort)number;
        else if (role == FieldRole.MethodId)
            MethodId = (ushort)number;
    }
}
