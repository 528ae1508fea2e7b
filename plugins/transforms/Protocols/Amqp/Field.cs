using System.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>An argument of a method, or a property of a message.</summary>
internal sealed class Field(string name, FieldType type)
{
    public byte[] Name { get; } = Encoding.ASCII.GetBytes(name);

    public FieldType Type => type;

    public FieldRole Role { get; } = name switch
    {
        _ when name.StartsWith("reserved", StringComparison.Ordinal) => FieldRole.Reserved,
        "exchange" => FieldRole.Exchange,
        // Of the two exchanges that a binding of exchanges has, the one that is bound.
        "destination" => FieldRole.Exchange,
        "queue" => FieldRole.Queue,
        "routing_key" => FieldRole.RoutingKey,
        "delivery_tag" => FieldRole.DeliveryTag,
        "multiple" => FieldRole.Multiple,
        "no_wait" => FieldRole.NoWait,
        "reply_code" => FieldRole.ReplyCode,
        "class_id" => FieldRole.ClassId,
        "method_id" => FieldRole.MethodId,
        _ => FieldRole.None,
    };

    /// <summary>Fields from names and types: <c>queue:short durable:bit</c>.</summary>
    public static Field[] Parse(string fields) =>
        [.. fields.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(':')).Select(f => new Field(f[0], TypeOf(f[1])))];

    private static FieldType TypeOf(string word) => word switch
    {
        "octet" => FieldType.Octet,
        "u16" => FieldType.Short,
        "u32" => FieldType.Long,
        "u64" => FieldType.LongLong,
        "time" => FieldType.Timestamp,
        "short" => FieldType.ShortText,
        "long" => FieldType.LongText,
        "secret" => FieldType.Secret,
        "bit" => FieldType.Bit,
        "table" => FieldType.Table,
        _ => throw new ArgumentException($"'{word}' is no type of a field", nameof(word)),
    };
}
