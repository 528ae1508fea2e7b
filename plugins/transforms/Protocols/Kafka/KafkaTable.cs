using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Kafka.Messages;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>The table <c>kafka_events</c>.</summary>
internal static class KafkaTable
{
    public const int Command = CommonColumns.Count;
    public const int Client = Command + 1;
    public const int RequestBody = Client + 1;
    public const int Response = RequestBody + 1;
    public const int Version = Response + 1;
    public const int CorrelationId = Version + 1;
    public const int System = CorrelationId + 1;
    public const int Operation = System + 1;
    public const int OperationType = Operation + 1;
    public const int Topic = OperationType + 1;
    public const int Partition = Topic + 1;
    public const int Topics = Partition + 1;
    public const int Records = Topics + 1;
    public const int Group = Records + 1;
    public const int Error = Group + 1;
    public const int IsPartial = Error + 1;
    public const int RequestSize = IsPartial + 1;
    public const int ResponseSize = RequestSize + 1;
    public const int Latency = ResponseSize + 1;

    private const int LongestType = 8;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("kafka", 0)]);
    private static readonly ColumnType Commands = ColumnType.Enum(2, signed: true, [.. Api.Known.Select(a => new EnumName(a.Name, a.Key))]);
    private static readonly ColumnType Operations = ColumnType.Enum(2, signed: true, [.. Api.Known.Select(a => new EnumName(a.Operation, a.Key))]);

    public static TableSchema Schema { get; } = new(
        "kafka_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_cmd", Commands) { Help = "What was asked for: the name of the API key.", Heading = "COMMAND" },
            new("client_id", ColumnType.Utf8) { Help = "Name of the client, as it tells it.", Heading = "CLIENT", Attribute = "messaging.client.id" },
            new("req_body", ColumnType.Utf8) { Help = "Fields of the request, as JSON, as far as they were kept.", Heading = "" },
            new("resp", ColumnType.Utf8) { Help = "Fields of the response, as JSON, as far as they were kept.", Heading = "" },
            new("api_version", ColumnType.I16) { Help = "Version of the request and of its response.", Heading = "VER" },
            new("correlation_id", ColumnType.I32) { Help = "Number of the request on its connection.", Heading = "" },
            new("messaging_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "messaging.system" },
            new("operation", Operations) { Help = "What was asked for, in lower case.", Heading = "", Attribute = "messaging.operation.name" },
            new("operation_type", ColumnType.FixedUtf8(LongestType)) { Help = "send, receive, settle, or empty for what is none.", Heading = "", Attribute = "messaging.operation.type" },
            new("topic", ColumnType.Utf8) { Help = "The first topic, or the first one with records; its id where no response told its name.", Heading = "TOPIC", Attribute = "messaging.destination.name" },
            new("partition", ColumnType.I32) { Help = "The first partition of that topic, or the first one with records; -1: none.", Heading = "PART", Attribute = "messaging.destination.partition.id" },
            new("topics", ColumnType.U32) { Help = "Topics in the request, or in the response if there are more.", Heading = "" },
            new("message_count", ColumnType.U64) { Help = "Records sent or received.", Heading = "RECORDS", Attribute = "messaging.batch.message_count" },
            new("group", ColumnType.Utf8) { Help = "The first group of consumers in the request.", Heading = "GROUP", Attribute = "messaging.consumer.group.name" },
            new("error", ColumnType.Utf8) { Help = "The first error in the response; empty: none.", Heading = "ERROR", Attribute = "error.type" },
            new("partial", ColumnType.Bool) { Help = "Whether bytes of the request or the response were not seen, or not understood: there may be more topics, records and errors.", Heading = "" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the request, as sent.", Unit = "By", Heading = "" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the response, as sent; 0: none was wanted.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the response; 0: none was wanted.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Requests to Kafka brokers with their responses.",
        Span = new SpanColumns("time", "latency_ns", "error", "req_cmd"),
    };
}
