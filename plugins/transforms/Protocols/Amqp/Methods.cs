namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>All methods of AMQP 0-9-1, and those that RabbitMQ added.</summary>
internal static class Methods
{
    private const string Closing = "reply_code:u16 reply_text:short class_id:u16 method_id:u16";
    private const string Confirmation = "delivery_tag:u64 multiple:bit";
    private const string Tuning = "channel_max:u16 frame_max:u32 heartbeat:u16";
    private const string ExchangeBinding = "reserved_1:u16 destination:short source:short routing_key:short no_wait:bit arguments:table";

    private static readonly Dictionary<uint, Method> ByNumber = [];

    private static readonly Method[] All =
    [
        Ask("connection.start", 10, 10, Sender.Server, "version_major:octet version_minor:octet server_properties:table mechanisms:long locales:long"),
        Answer("connection.start-ok", 10, 11, Sender.Client, "client_properties:table mechanism:short response:secret locale:short"),
        Ask("connection.secure", 10, 20, Sender.Server, "challenge:secret"),
        Answer("connection.secure-ok", 10, 21, Sender.Client, "response:secret"),
        Ask("connection.tune", 10, 30, Sender.Server, Tuning),
        Answer("connection.tune-ok", 10, 31, Sender.Client, Tuning),
        Ask("connection.open", 10, 40, Sender.Client, "virtual_host:short reserved_1:short reserved_2:bit"),
        Answer("connection.open-ok", 10, 41, Sender.Server, "reserved_1:short"),
        Ask("connection.close", 10, 50, Sender.Both, Closing),
        Answer("connection.close-ok", 10, 51, Sender.Both),
        Alone("connection.blocked", 10, 60, Sender.Server, "reason:short"),
        Alone("connection.unblocked", 10, 61, Sender.Server),
        Ask("connection.update-secret", 10, 70, Sender.Client, "new_secret:secret reason:short"),
        Answer("connection.update-secret-ok", 10, 71, Sender.Server),
        Ask("channel.open", 20, 10, Sender.Client, "reserved_1:short"),
        Answer("channel.open-ok", 20, 11, Sender.Server, "reserved_1:long"),
        Ask("channel.flow", 20, 20, Sender.Both, "active:bit"),
        Answer("channel.flow-ok", 20, 21, Sender.Both, "active:bit"),
        Ask("channel.close", 20, 40, Sender.Both, Closing),
        Answer("channel.close-ok", 20, 41, Sender.Both),
        Ask("access.request", 30, 10, Sender.Client, "realm:short exclusive:bit passive:bit active:bit write:bit read:bit"),
        Answer("access.request-ok", 30, 11, Sender.Server, "reserved_1:u16"),
        Ask("exchange.declare", 40, 10, Sender.Client, "reserved_1:u16 exchange:short type:short passive:bit durable:bit auto_delete:bit internal:bit no_wait:bit arguments:table"),
        Answer("exchange.declare-ok", 40, 11, Sender.Server),
        Ask("exchange.delete", 40, 20, Sender.Client, "reserved_1:u16 exchange:short if_unused:bit no_wait:bit"),
        Answer("exchange.delete-ok", 40, 21, Sender.Server),
        Ask("exchange.bind", 40, 30, Sender.Client, ExchangeBinding),
        Answer("exchange.bind-ok", 40, 31, Sender.Server),
        Ask("exchange.unbind", 40, 40, Sender.Client, ExchangeBinding),
        Answer("exchange.unbind-ok", 40, 51, Sender.Server),
        Ask("queue.declare", 50, 10, Sender.Client, "reserved_1:u16 queue:short passive:bit durable:bit exclusive:bit auto_delete:bit no_wait:bit arguments:table"),
        Answer("queue.declare-ok", 50, 11, Sender.Server, "queue:short message_count:u32 consumer_count:u32"),
        Ask("queue.bind", 50, 20, Sender.Client, "reserved_1:u16 queue:short exchange:short routing_key:short no_wait:bit arguments:table"),
        Answer("queue.bind-ok", 50, 21, Sender.Server),
        Ask("queue.purge", 50, 30, Sender.Client, "reserved_1:u16 queue:short no_wait:bit"),
        Answer("queue.purge-ok", 50, 31, Sender.Server, "message_count:u32"),
        Ask("queue.delete", 50, 40, Sender.Client, "reserved_1:u16 queue:short if_unused:bit if_empty:bit no_wait:bit"),
        Answer("queue.delete-ok", 50, 41, Sender.Server, "message_count:u32"),
        Ask("queue.unbind", 50, 50, Sender.Client, "reserved_1:u16 queue:short exchange:short routing_key:short arguments:table"),
        Answer("queue.unbind-ok", 50, 51, Sender.Server),
        Ask("basic.qos", 60, 10, Sender.Client, "prefetch_size:u32 prefetch_count:u16 global:bit"),
        Answer("basic.qos-ok", 60, 11, Sender.Server),
        Ask("basic.consume", 60, 20, Sender.Client, "reserved_1:u16 queue:short consumer_tag:short no_local:bit no_ack:bit exclusive:bit no_wait:bit arguments:table"),
        Answer("basic.consume-ok", 60, 21, Sender.Server, "consumer_tag:short"),
        Ask("basic.cancel", 60, 30, Sender.Both, "consumer_tag:short no_wait:bit"),
        Answer("basic.cancel-ok", 60, 31, Sender.Both, "consumer_tag:short"),
        Alone("basic.publish", 60, 40, Sender.Client, "reserved_1:u16 exchange:short routing_key:short mandatory:bit immediate:bit"),
        Alone("basic.return", 60, 50, Sender.Server, "reply_code:u16 reply_text:short exchange:short routing_key:short"),
        Alone("basic.deliver", 60, 60, Sender.Server, "consumer_tag:short delivery_tag:u64 redelivered:bit exchange:short routing_key:short"),
        Ask("basic.get", 60, 70, Sender.Client, "reserved_1:u16 queue:short no_ack:bit"),
        Answer("basic.get-ok", 60, 71, Sender.Server, "delivery_tag:u64 redelivered:bit exchange:short routing_key:short message_count:u32"),
        Answer("basic.get-empty", 60, 72, Sender.Server, "reserved_1:short"),
        Alone("basic.ack", 60, 80, Sender.Both, Confirmation),
        Alone("basic.reject", 60, 90, Sender.Client, "delivery_tag:u64 requeue:bit"),
        Alone("basic.recover-async", 60, 100, Sender.Client, "requeue:bit"),
        Ask("basic.recover", 60, 110, Sender.Client, "requeue:bit"),
        Answer("basic.recover-ok", 60, 111, Sender.Server),
        Alone("basic.nack", 60, 120, Sender.Both, Confirmation + " requeue:bit"),
        Ask("confirm.select", 85, 10, Sender.Client, "no_wait:bit"),
        Answer("confirm.select-ok", 85, 11, Sender.Server),
        Ask("tx.select", 90, 10, Sender.Client),
        Answer("tx.select-ok", 90, 11, Sender.Server),
        Ask("tx.commit", 90, 20, Sender.Client),
        Answer("tx.commit-ok", 90, 21, Sender.Server),
        Ask("tx.rollback", 90, 30, Sender.Client),
        Answer("tx.rollback-ok", 90, 31, Sender.Server),
    ];

    public static Method BasicGet { get; } = Of("basic.get");

    public static Method BasicAck { get; } = Of("basic.ack");

    public static Method BasicNack { get; } = Of("basic.nack");

    public static Method BasicCancel { get; } = Of("basic.cancel");

    public static Method BasicPublish { get; } = Of("basic.publish");

    public static Method BasicReturn { get; } = Of("basic.return");

    public static Method ChannelOpen { get; } = Of("channel.open");

    public static Method ChannelClose { get; } = Of("channel.close");

    public static Method ConnectionClose { get; } = Of("connection.close");

    public static Method ConfirmSelect { get; } = Of("confirm.select");

    public static Method ExchangeUnbind { get; } = Of("exchange.unbind");

    /// <summary>A method by its numbers; null: there is none.</summary>
    public static Method? Find(ushort classId, ushort id) => ByNumber.GetValueOrDefault((uint)classId << 16 | id);

    private static Method Of(string name) => All.Single(m => m.Name.AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetBytes(name)));

    private static Method Ask(string name, ushort classId, ushort id, Sender sender, string fields = "") => Add(new Method(name, classId, id, sender, MethodKind.Question, fields));

    private static Method Answer(string name, ushort classId, ushort id, Sender sender, string fields = "") => Add(new Method(name, classId, id, sender, MethodKind.Answer, fields));

    private static Method Alone(string name, ushort classId, ushort id, Sender sender, string fields = "") => Add(new Method(name, classId, id, sender, MethodKind.Alone, fields));

    private static Method Add(Method method)
    {
        ByNumber.Add((uint)method.ClassId << 16 | method.Id, method);
        return method;
    }
}
