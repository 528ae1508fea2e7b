using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>The table <c>amqp_events</c>.</summary>
internal static class AmqpTable
{
    public const int FrameType = CommonColumns.Count;
    public const int Channel = FrameType + 1;
    public const int RequestClass = Channel + 1;
    public const int RequestMethod = RequestClass + 1;
    public const int ResponseClass = RequestMethod + 1;
    public const int ResponseMethod = ResponseClass + 1;
    public const int Request = ResponseMethod + 1;
    public const int Response = Request + 1;
    public const int RequestName = Response + 1;
    public const int ResponseName = RequestName + 1;
    public const int System = ResponseName + 1;
    public const int Operation = System + 1;
    public const int OperationType = Operation + 1;
    public const int Destination = OperationType + 1;
    public const int RoutingKey = Destination + 1;
    public const int Body = RoutingKey + 1;
    public const int BodySize = Body + 1;
    public const int Properties = BodySize + 1;
    public const int ContentType = Properties + 1;
    public const int DeliveryMode = ContentType + 1;
    public const int MessageId = DeliveryMode + 1;
    public const int CorrelationId = MessageId + 1;
    public const int Error = CorrelationId + 1;
    public const int Latency = Error + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("rabbitmq", 0)]);

    public static TableSchema Schema { get; } = new(
        "amqp_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("frame_type", ColumnType.U8) { Help = "Kind of the frame that a row begins with: 1, a method.", Heading = "" },
            new("channel", ColumnType.U16) { Help = "Channel of the connection; 0: the connection itself.", Heading = "CHAN", Width = 4 },
            new("req_class_id", ColumnType.U16) { Help = "Class of the method that asked, or that the client told; 0: the server told something by itself.", Heading = "" },
            new("req_method_id", ColumnType.U16) { Help = "Its number in the class.", Heading = "" },
            new("resp_class_id", ColumnType.U16) { Help = "Class of the answer, or of what the server told by itself; 0: none was due, or none is known.", Heading = "" },
            new("resp_method_id", ColumnType.U16) { Help = "Its number in the class.", Heading = "" },
            new("req_msg", ColumnType.Utf8) { Help = "Arguments of the method, as JSON.", Heading = "" },
            new("resp_msg", ColumnType.Utf8) { Help = "Arguments of the answer, as JSON.", Heading = "" },
            new("req_method", ColumnType.Utf8) { Help = "Class and method that asked, such as queue.declare.", Heading = "METHOD", Width = 16 },
            new("resp_method", ColumnType.Utf8) { Help = "Class and method of the answer, such as queue.declare-ok.", Heading = "ANSWER", Width = 16 },
            new("messaging_system", Systems) { Help = "Who speaks AMQP 0-9-1.", Heading = "", Attribute = "messaging.system" },
            new("operation", ColumnType.Utf8) { Help = "What was done: the method without its class, such as publish.", Heading = "", Attribute = "messaging.operation.name" },
            new("operation_type", ColumnType.Utf8) { Help = "send, receive or settle; empty: none of them.", Heading = "", Attribute = "messaging.operation.type" },
            new("destination", ColumnType.Utf8) { Help = "Exchange and routing key with a colon between them, or the exchange or queue that the method is about.", Heading = "DESTINATION", Width = 20, Attribute = "messaging.destination.name" },
            new("routing_key", ColumnType.Utf8) { Help = "Routing key.", Heading = "", Attribute = "messaging.rabbitmq.destination.routing_key" },
            new("body", ColumnType.Utf8) { Help = "The message's body as far as it was kept.", Heading = "" },
            new("body_size", ColumnType.U64) { Help = "Bytes of the message's body.", Unit = "By", Heading = "BYTES", Attribute = "messaging.message.body.size" },
            new("properties", ColumnType.Utf8) { Help = "The message's properties and headers, as JSON.", Heading = "" },
            new("content_type", ColumnType.Utf8) { Help = "Its content type.", Heading = "" },
            new("delivery_mode", ColumnType.U8) { Help = "1: the message need not outlive the server; 2: it must; 0: it does not say.", Heading = "" },
            new("message_id", ColumnType.Utf8) { Help = "Its id.", Heading = "", Attribute = "messaging.message.id" },
            new("correlation_id", ColumnType.Utf8) { Help = "Its correlation id.", Heading = "", Attribute = "messaging.message.conversation_id" },
            new("error", ColumnType.Utf8) { Help = "Name of the reply code with which a connection or channel was closed or a message returned; NACK: a message was refused; empty: no error.", Heading = "ERROR", Attribute = "error.type" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the method to the last byte of its answer; 0: none was due, or none is known.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Methods of AMQP 0-9-1 with their answers and messages.",
        Span = new SpanColumns("time", "latency_ns", "error", "operation"),
    };
}
