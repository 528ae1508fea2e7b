using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>The table <c>redis_events</c>.</summary>
internal static class RedisTable
{
    public const int Command = CommonColumns.Count;
    public const int Arguments = Command + 1;
    public const int ArgumentCount = Arguments + 1;
    public const int RequestSize = ArgumentCount + 1;
    public const int Query = RequestSize + 1;
    public const int Database = Query + 1;
    public const int System = Database + 1;
    public const int Response = System + 1;
    public const int Kind = Response + 1;
    public const int Error = Kind + 1;
    public const int Count = Error + 1;
    public const int ResponseSize = Count + 1;
    public const int Latency = ResponseSize + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("redis", 0)]);

    private static readonly ColumnType Kinds = ColumnType.Enum(
        1,
        signed: false,
        [
            new("none", (long)ReplyKind.None), new("simple_string", (long)ReplyKind.SimpleString), new("error", (long)ReplyKind.Error),
            new("integer", (long)ReplyKind.Integer), new("bulk_string", (long)ReplyKind.BulkString), new("null", (long)ReplyKind.Null),
            new("array", (long)ReplyKind.Array), new("double", (long)ReplyKind.Double), new("boolean", (long)ReplyKind.Boolean),
            new("big_number", (long)ReplyKind.BigNumber), new("verbatim_string", (long)ReplyKind.VerbatimString), new("map", (long)ReplyKind.Map),
            new("set", (long)ReplyKind.Set), new("push", (long)ReplyKind.Push),
        ]);

    public static TableSchema Schema { get; } = new(
        "redis_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_cmd", ColumnType.Utf8) { Help = "Command in capitals, with its subcommand where it has some; PUSH and what it is of what the server sent by itself.", Heading = "COMMAND", Width = 10, Attribute = "db.operation.name" },
            new("req_args", ColumnType.Utf8List) { Help = "Arguments, the first of them as far as they were kept.", Heading = "ARGS", Attribute = "db.query.parameter" },
            new("req_arg_count", ColumnType.U64) { Help = "Number of arguments.", Heading = "" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the request, as sent.", Unit = "By", Heading = "" },
            new("query", ColumnType.Utf8) { Help = "The request as redis-cli takes it, as far as it was kept.", Heading = "", Attribute = "db.query.text" },
            new("database", ColumnType.Utf8) { Help = "Number of the database; empty where it is not known.", Heading = "DB", Width = 2, Attribute = "db.namespace" },
            new("db_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "db.system.name" },
            new("resp", ColumnType.Utf8) { Help = "The reply as far as it was kept; what has elements as JSON.", Heading = "RESP" },
            new("resp_kind", Kinds) { Help = "What the reply is; none: none was due.", Heading = "KIND" },
            new("resp_error", ColumnType.Utf8) { Help = "First word of the error, or of the first one in an array; empty: no error.", Heading = "", Attribute = "db.response.status_code" },
            new("resp_count", ColumnType.U64) { Help = "Elements of the reply, pairs of a map, replies to a subscription.", Heading = "", Attribute = "db.response.returned_rows" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the reply, as sent.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the reply.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Redis commands with their replies, and what servers push.",
        Span = new SpanColumns("time", "latency_ns", "resp_error", "req_cmd"),
    };
}
