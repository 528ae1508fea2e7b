using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>The table <c>memcached_events</c>.</summary>
internal static class MemcachedTable
{
    public const int Command = CommonColumns.Count;
    public const int Format = Command + 1;
    public const int Quiet = Format + 1;
    public const int Keys = Quiet + 1;
    public const int KeyCount = Keys + 1;
    public const int Status = KeyCount + 1;
    public const int Response = Status + 1;
    public const int System = Response + 1;
    public const int Error = System + 1;
    public const int Hits = Error + 1;
    public const int Misses = Hits + 1;
    public const int ValueBytes = Misses + 1;
    public const int Flags = ValueBytes + 1;
    public const int RequestSize = Flags + 1;
    public const int ResponseSize = RequestSize + 1;
    public const int Latency = ResponseSize + 1;

    private static readonly ColumnType Systems = ColumnType.Enum(1, signed: false, [new("memcached", 0)]);

    private static readonly ColumnType Formats = ColumnType.Enum(
        1, signed: false, [new("text", (long)TextFormat.Text), new("meta", (long)TextFormat.Meta), new("binary", (long)TextFormat.Binary)]);

    public static TableSchema Schema { get; } = new(
        "memcached_events",
        TableKind.Span,
        [
            .. CommonColumns.All,
            new("req_cmd", ColumnType.Utf8) { Help = "Command; of the binary protocol the text protocol's word for it.", Heading = "COMMAND", Width = 9, Attribute = "db.operation.name" },
            new("format", Formats) { Help = "How it was written.", Heading = "" },
            new("quiet", ColumnType.Bool) { Help = "Whether no answer was wanted, or only one that tells something: noreply, the flag q, quiet operations.", Heading = "" },
            new("keys", ColumnType.Utf8List) { Help = "Keys, as far as they were kept.", Heading = "KEYS", Attribute = "db.query.parameter" },
            new("key_count", ColumnType.U64) { Help = "Number of keys.", Heading = "" },
            new("resp_status", ColumnType.Utf8) { Help = "First word of the answer's last line, or the name of the binary status; empty: there was no answer.", Heading = "STATUS", Width = 10 },
            new("resp", ColumnType.Utf8) { Help = "What is behind it: the message of an error, the number, the version.", Heading = "RESP" },
            new("db_system", Systems) { Help = "The protocol's name.", Heading = "", Attribute = "db.system.name" },
            new("error", ColumnType.Utf8) { Help = "The status if something went wrong; that a key is there, or is not, is no error.", Heading = "", Attribute = "db.response.status_code" },
            new("hits", ColumnType.U64) { Help = "Keys that were found.", Heading = "HITS", Attribute = "db.response.returned_rows" },
            new("misses", ColumnType.U64) { Help = "Keys that were not.", Heading = "MISSES" },
            new("value_bytes", ColumnType.U64) { Help = "Bytes of the values that were stored or found.", Unit = "By", Heading = "VALUE" },
            new("flags", ColumnType.U32) { Help = "Flags that clients store with the value; of several the first one's.", Heading = "" },
            new("req_size", ColumnType.U64) { Help = "Bytes of the command, as sent.", Unit = "By", Heading = "" },
            new("resp_size", ColumnType.U64) { Help = "Bytes of the answer, as sent.", Unit = "By", Heading = "BYTES" },
            new("latency_ns", ColumnType.Duration) { Help = "From the first byte of the command to the last byte of the answer; 0: there was none.", Unit = "ns", Heading = "LAT(ms)" },
        ])
    {
        Help = "Commands to memcached with their answers, in the text, meta and binary protocols.",
        Span = new SpanColumns("time", "latency_ns", "error", "req_cmd"),
    };
}
