using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>The table <c>pgsql_events</c>.</summary>
internal static class PgTable
{
    public const int Command = CommonColumns.Count;
    public const int Request = Command + 1;
    public const int Parameters = Request + 1;
    public const int Statement = Parameters + 1;
    public const int Operation = Statement + 1;
    public const int Collection = Operation + 1;
    public const int Database = Collection + 1;
    public const int User = Database + 1;
    public const int System = User + 1;
    public const int Response = System + 1;
    public const int Returned = Response + 1;
    public const int Affected = Returned + 1;
    public const int SqlState = Affected + 1;
    public const int Transaction = SqlState + 1;
    public const int Notices = Transaction + 1;
    public const int RequestSize = Notices + 1;
    public const int ResponseSize = RequestSize + 1;
    public const int Latency = ResponseSize + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("postgresql", 0)]);

    private static readonly ColumnType Transactions = ColumnType.Enum(
        1,
        signed: false,
        [new("unknown", (long)PgTransaction.Unknown), new("idle", (long)PgTransaction.Idle), new("active", (long)PgTransaction.Active), new("failed", (long)PgTransaction.Failed)]);

    public static TableSchema Schema { get; } = new(
        "pgsql_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_cmd", ColumnType.Utf8) { Help = "What was asked: Query, Execute, Parse, Bind, Describe, Close, Sync, FunctionCall, Startup, Cancel; Notification and Error of what the server sent by itself.", Heading = "COMMAND", Width = 8 },
            new("req", ColumnType.Utf8) { Help = "The statement, with secrets redacted, as far as it was kept; empty where it was prepared before anybody looked.", Heading = "REQ", Attribute = "db.query.text" },
            new("parameters", ColumnType.Utf8List) { Help = "Values of the statement's parameters, as far as they were kept.", Heading = "", Attribute = "db.query.parameter" },
            new("statement", ColumnType.Utf8) { Help = "Name of the prepared statement; empty: it has none.", Heading = "" },
            new("operation", ColumnType.Utf8) { Help = "Word that the statement begins with, in capitals.", Heading = "OPERATION", Width = 8, Attribute = "db.operation.name" },
            new("collection", ColumnType.Utf8) { Help = "First table of the statement, where that is certain.", Heading = "TABLE", Width = 16, Attribute = "db.collection.name" },
            new("database", ColumnType.Utf8) { Help = "Database of the connection; empty: its beginning was not seen.", Heading = "DB", Width = 8, Attribute = "db.namespace" },
            new("user", ColumnType.Utf8) { Help = "User of the connection; empty: its beginning was not seen.", Heading = "" },
            new("db_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "db.system.name" },
            new("resp", ColumnType.Utf8) { Help = "Names of columns, the first rows and what was done; or the error.", Heading = "RESP" },
            new("returned_rows", ColumnType.U64) { Help = "Rows that were returned.", Heading = "ROWS", Attribute = "db.response.returned_rows" },
            new("affected_rows", ColumnType.U64) { Help = "Rows that were inserted, updated, deleted, merged or copied.", Heading = "" },
            new("sqlstate", ColumnType.Utf8) { Help = "Code of the error; empty: no error.", Heading = "SQLSTATE", Width = 8, Attribute = "db.response.status_code" },
            new("transaction", Transactions) { Help = "State of the transaction behind it; unknown: more followed before the server told.", Heading = "" },
            new("notices", ColumnType.U32) { Help = "Notices that the server sent meanwhile.", Heading = "" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the request, as sent, with what was copied in.", Unit = "By", Heading = "" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the response, as sent, with what was copied out.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the response.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Requests to PostgreSQL with their responses, and what servers send by themselves.",
        Span = new SpanColumns("time", "latency_ns", "sqlstate", "operation"),
    };
}
