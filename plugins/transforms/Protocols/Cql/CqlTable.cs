using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>The table <c>cql_events</c>.</summary>
internal static class CqlTable
{
    public const int RequestOpcode = CommonColumns.Count;
    public const int RequestBody = RequestOpcode + 1;
    public const int ResponseOpcode = RequestBody + 1;
    public const int ResponseBody = ResponseOpcode + 1;
    public const int System = ResponseBody + 1;
    public const int Keyspace = System + 1;
    public const int Operation = Keyspace + 1;
    public const int Collection = Operation + 1;
    public const int Query = Collection + 1;
    public const int Consistency = Query + 1;
    public const int ErrorCode = Consistency + 1;
    public const int ErrorName = ErrorCode + 1;
    public const int RowCount = ErrorName + 1;
    public const int RequestSize = RowCount + 1;
    public const int ResponseSize = RequestSize + 1;
    public const int Latency = ResponseSize + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("cassandra", 0)]);

    private static readonly ColumnType Opcodes = ColumnType.Enum(
        1, signed: false, [.. Enum.GetValues<CqlOpcode>().Select(o => new EnumName(CqlNames.Of(o), (long)o))]);

    public static TableSchema Schema { get; } = new(
        "cql_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_op", Opcodes) { Help = "What was asked; none: the server tells of an event by itself.", Heading = "OP" },
            new("req_body", ColumnType.Utf8) { Help = "The request as JSON, as far as it was kept: statements, values, options.", Heading = "" },
            new("resp_op", Opcodes) { Help = "What the answer is.", Heading = "RESP" },
            new("resp_body", ColumnType.Utf8) { Help = "The answer as JSON, as far as it was kept: rows, what was set or changed, the error.", Heading = "" },
            new("db_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "db.system.name" },
            new("keyspace", ColumnType.Utf8) { Help = "Keyspace that the statement names, or that is in use; empty where that is not known.", Heading = "KEYSPACE", Width = 10, Attribute = "db.namespace" },
            new("operation", ColumnType.Utf8) { Help = "First word of the statement; of a batch and of what has no statement the operation.", Heading = "OPERATION", Width = 9, Attribute = "db.operation.name" },
            new("collection", ColumnType.Utf8) { Help = "Table that the statement is about.", Heading = "TABLE", Width = 12, Attribute = "db.collection.name" },
            new("query", ColumnType.Utf8) { Help = "The statement, redacted; of one that was prepared where nobody saw it empty.", Heading = "QUERY", Attribute = "db.query.text" },
            new("consistency", ColumnType.Utf8) { Help = "Consistency level that was asked for.", Heading = "", Attribute = "cassandra.consistency.level" },
            new("error_code", ColumnType.Utf8) { Help = "Code of the error in hexadecimal digits; empty: no error.", Heading = "ERR", Width = 5, Attribute = "db.response.status_code" },
            new("error_name", ColumnType.Utf8) { Help = "Its name in the protocol's description.", Heading = "" },
            new("rows", ColumnType.U64) { Help = "Rows that were returned.", Heading = "ROWS", Attribute = "db.response.returned_rows" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the request with its header; of compressed segments before they were compressed.", Unit = "By", Heading = "" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the answer, likewise.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the answer; of an event 0.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Requests to Cassandra and ScyllaDB with their answers, and events of servers.",
        Span = new SpanColumns("time", "latency_ns", "error_code", "operation"),
    };
}
