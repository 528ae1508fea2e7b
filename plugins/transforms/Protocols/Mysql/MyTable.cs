using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>The table <c>mysql_events</c>.</summary>
internal static class MyTable
{
    public const int Command = CommonColumns.Count;
    public const int Request = Command + 1;
    public const int Status = Request + 1;
    public const int Response = Status + 1;
    public const int System = Response + 1;
    public const int Database = System + 1;
    public const int User = Database + 1;
    public const int Operation = User + 1;
    public const int Collection = Operation + 1;
    public const int Statement = Collection + 1;
    public const int Returned = Statement + 1;
    public const int Affected = Returned + 1;
    public const int ErrorCode = Affected + 1;
    public const int SqlState = ErrorCode + 1;
    public const int Warnings = SqlState + 1;
    public const int RequestSize = Warnings + 1;
    public const int ResponseSize = RequestSize + 1;
    public const int Latency = ResponseSize + 1;

    private static readonly ColumnType Commands = ColumnType.Enum(
        1,
        signed: false,
        [.. Enum.GetValues<MyCommand>().Select(c => new EnumName(global::System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(c.ToString()), (long)c))]);

    private static readonly ColumnType Statuses = ColumnType.Enum(
        1,
        signed: false,
        [new("unknown", (long)MyStatus.Unknown), new("none", (long)MyStatus.None), new("ok", (long)MyStatus.Ok), new("err", (long)MyStatus.Error)]);

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("mysql", 0), new("mariadb", 1)]);

    public static TableSchema Schema { get; } = new(
        "mysql_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_cmd", Commands) { Help = "Command; connect: the beginning of a connection.", Heading = "COMMAND" },
            new("req_body", ColumnType.Utf8) { Help = "The statement with the values of its parameters and secrets redacted, or what else was asked about, as far as it was kept.", Heading = "REQ", Attribute = "db.query.text" },
            new("resp_status", Statuses) { Help = "Whether it succeeded; none: there is no response to such a command.", Heading = "STATUS" },
            new("resp_body", ColumnType.Utf8) { Help = "Number of rows of each result, what the server says of it, or the error.", Heading = "RESP" },
            new("db_system", Systems) { Help = "Whose server it is; mysql also where its greeting was not seen.", Heading = "", Attribute = "db.system.name" },
            new("database", ColumnType.Utf8) { Help = "Database that was chosen; empty: none, or not known.", Heading = "DB", Width = 8, Attribute = "db.namespace" },
            new("user", ColumnType.Utf8) { Help = "User of the connection; empty: its beginning was not seen.", Heading = "" },
            new("operation", ColumnType.Utf8) { Help = "Word that the statement begins with, in capitals.", Heading = "OPERATION", Width = 8, Attribute = "db.operation.name" },
            new("collection", ColumnType.Utf8) { Help = "First table of the statement, where that is certain.", Heading = "TABLE", Width = 16, Attribute = "db.collection.name" },
            new("statement", ColumnType.U32) { Help = "Number of the prepared statement; 0: none.", Heading = "" },
            new("returned_rows", ColumnType.U64) { Help = "Rows that were returned, of all results.", Heading = "ROWS", Attribute = "db.response.returned_rows" },
            new("affected_rows", ColumnType.U64) { Help = "Rows that were changed.", Heading = "" },
            new("error_code", ColumnType.Utf8) { Help = "Number of the error; empty: no error.", Heading = "ERROR", Width = 5, Attribute = "db.response.status_code" },
            new("sqlstate", ColumnType.Utf8) { Help = "Its SQLSTATE.", Heading = "" },
            new("warnings", ColumnType.U32) { Help = "Warnings that the server counted.", Heading = "" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the request, with headers of packets and what was loaded.", Unit = "By", Heading = "" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the response, with headers of packets.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the response.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Commands to MySQL and MariaDB with their responses.",
        Span = new SpanColumns("time", "latency_ns", "error_code", "operation"),
    };
}
