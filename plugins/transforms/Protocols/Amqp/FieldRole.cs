namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>Arguments that decide how a method is read, or that have columns.</summary>
internal enum FieldRole : byte
{
    None,

    /// <summary>Always empty: not told.</summary>
    Reserved,

    Exchange,
    Queue,
    RoutingKey,
    DeliveryTag,
    Multiple,
    NoWait,
    ReplyCode,
    ClassId,
    MethodId,
}
