using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>The table <c>nats_events</c>.</summary>
internal static class NatsTable
{
    public const int Command = CommonColumns.Count;
    public const int Body = Command + 1;
    public const int Response = Body + 1;
    public const int System = Response + 1;
    public const int Operation = System + 1;
    public const int OperationType = Operation + 1;
    public const int Subject = OperationType + 1;
    public const int ReplyTo = Subject + 1;
    public const int Queue = ReplyTo + 1;
    public const int Sid = Queue + 1;
    public const int HeaderCount = Sid + 1;
    public const int Headers = HeaderCount + 1;
    public const int Payload = Headers + 1;
    public const int PayloadSize = Payload + 1;
    public const int Error = PayloadSize + 1;
    public const int Latency = Error + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("nats", 0)]);

    public static TableSchema Schema { get; } = new(
        "nats_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("cmd", ColumnType.Utf8) { Help = "Verb of the protocol: PUB, HPUB, SUB, UNSUB, CONNECT of clients; MSG, HMSG, INFO, -ERR of servers.", Heading = "CMD", Width = 5 },
            new("body", ColumnType.Utf8) { Help = "What the line says, as JSON: subject, sid, payload, options.", Heading = "" },
            new("resp", ColumnType.Utf8) { Help = "OK or ERR: what the server said of it; MSG: a message came on the subject to reply to; empty: nothing was due, or is known.", Heading = "RESP", Width = 4 },
            new("messaging_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "messaging.system" },
            new("operation", ColumnType.Utf8) { Help = "publish, deliver, subscribe, unsubscribe, connect, info, error; of JetStream the words of its API, such as STREAM.INFO, and ack, nak, in_progress, next, term.", Heading = "OPERATION", Width = 11, Attribute = "messaging.operation.name" },
            new("operation_type", ColumnType.Utf8) { Help = "send, receive or settle; empty: none of them.", Heading = "", Attribute = "messaging.operation.type" },
            new("subject", ColumnType.Utf8) { Help = "Subject.", Heading = "SUBJECT", Width = 20, Attribute = "messaging.destination.name" },
            new("reply_to", ColumnType.Utf8) { Help = "Subject that replies are sent to.", Heading = "REPLY-TO", Width = 10 },
            new("queue_group", ColumnType.Utf8) { Help = "Group of which one gets each message.", Heading = "", Attribute = "messaging.consumer.group.name" },
            new("sid", ColumnType.Utf8) { Help = "Number of the subscription, which the client chose.", Heading = "" },
            new("header_count", ColumnType.U32) { Help = "Headers of the message, as far as they were read.", Heading = "" },
            new("headers", ColumnType.Utf8) { Help = "Headers of the message, as JSON.", Heading = "" },
            new("payload", ColumnType.Utf8) { Help = "The message as far as it was kept.", Heading = "PAYLOAD" },
            new("payload_size", ColumnType.U64) { Help = "Bytes of the message, without headers.", Unit = "By", Heading = "BYTES", Attribute = "messaging.message.body.size" },
            new("error", ColumnType.Utf8) { Help = "What a server complains about; a status of the reply by name, such as NO_RESPONDERS; the number of an error of JetStream; empty: no error.", Heading = "ERROR", Attribute = "error.type" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the line to the last byte of what answers it; 0: nothing was due, or is known.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Messages and commands of NATS.",
        Span = new SpanColumns("time", "latency_ns", "error", "operation"),
    };
}
