using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>The table <c>mongodb_events</c>.</summary>
internal static class MongoTable
{
    public const int Command = CommonColumns.Count;
    public const int RequestBody = Command + 1;
    public const int Status = RequestBody + 1;
    public const int ResponseBody = Status + 1;
    public const int System = ResponseBody + 1;
    public const int Database = System + 1;
    public const int Collection = Database + 1;
    public const int ErrorCode = Collection + 1;
    public const int ErrorName = ErrorCode + 1;
    public const int Documents = ErrorName + 1;
    public const int CursorId = Documents + 1;
    public const int Compression = CursorId + 1;
    public const int RequestSize = Compression + 1;
    public const int ResponseSize = RequestSize + 1;
    public const int Latency = ResponseSize + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("mongodb", 0)]);

    private static readonly ColumnType Compressors = ColumnType.Enum(
        1,
        signed: false,
        [
            new("none", (long)Compressor.None), new("noop", (long)Compressor.Noop), new("snappy", (long)Compressor.Snappy),
            new("zlib", (long)Compressor.Zlib), new("zstd", (long)Compressor.Zstd),
        ]);

    public static TableSchema Schema { get; } = new(
        "mongodb_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_cmd", ColumnType.Utf8) { Help = "Command: find, insert...; of messages before OP_MSG what they do: query, getMore...", Heading = "COMMAND", Width = 10, Attribute = "db.operation.name" },
            new("req_body", ColumnType.Utf8) { Help = "The request's documents as canonical extended JSON, as far as they were kept; sequences of documents by their names.", Heading = "BODY", Attribute = "db.query.text" },
            new("resp_status", ColumnType.Utf8) { Help = "ok or error, by what the answer says; empty: none was due, or it was not seen far enough.", Heading = "STATUS", Width = 6 },
            new("resp_body", ColumnType.Utf8) { Help = "The answer's document, likewise; of several the first.", Heading = "" },
            new("db_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "db.system.name" },
            new("database", ColumnType.Utf8) { Help = "Database.", Heading = "DB", Width = 8, Attribute = "db.namespace" },
            new("collection", ColumnType.Utf8) { Help = "Collection, where the command is about one.", Heading = "COLLECTION", Width = 12, Attribute = "db.collection.name" },
            new("error_code", ColumnType.Utf8) { Help = "Number of the error, of the first one where writes failed; unknown: an error without a number; empty: no error.", Heading = "ERR", Width = 5, Attribute = "db.response.status_code" },
            new("error_name", ColumnType.Utf8) { Help = "Name of the error, where the answer has it.", Heading = "" },
            new("documents", ColumnType.U64) { Help = "Documents that were returned, or that were written.", Heading = "DOCS", Attribute = "db.response.returned_rows" },
            new("cursor_id", ColumnType.I64) { Help = "Cursor that has more, or that was asked for more; 0: none.", Heading = "" },
            new("compression", Compressors) { Help = "How the answer was compressed, or the request; of zstd only sizes are told.", Heading = "" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the request, as sent.", Unit = "By", Heading = "" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the answers, as sent.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the request to the last byte of the last answer; 0: none was due.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "MongoDB's commands with their answers.",
        Span = new SpanColumns("time", "latency_ns", "error_code", "req_cmd"),
    };
}
