using System.Text;
using Pipeline.Plugins.Tests.Support;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>Span tables of a stranger: no name of a column is one that the host's own tables have, but those that the conventions have no name for.</summary>
internal static class Spans
{
    private static readonly ColumnType Roles = ColumnType.Enum(1, signed: false, [new("client", 1), new("server", 2), new("unknown", 4)]);

    public static TableSchema Http { get; } = Table("a", "st",
        Text("m", "http.request.method"), Text("p", "url.path"), new("st", ColumnType.U16) { Attribute = "http.response.status_code" },
        new("in", ColumnType.U64) { Attribute = "http.request.body.size" }, new("out", ColumnType.U64) { Attribute = "http.response.body.size" },
        Text("rs", "rpc.system.name"), Text("rm", "rpc.method"), Text("rc", "rpc.response.status_code"), new("major_version", ColumnType.U8), new("minor_version", ColumnType.U8),
        new("h", ColumnType.Map) { Attribute = "http.request.header" });

    public static TableSchema Database { get; } = Table("b", "code",
        new("sys", ColumnType.Enum(1, false, [new("redis", 0), new("mysql", 1)])) { Attribute = "db.system.name" }, Text("op", "db.operation.name"), Text("tab", "db.collection.name"),
        Text("db", "db.namespace"), Text("code", "db.response.status_code"));

    public static TableSchema Messaging { get; } = Table("c", "err",
        Text("sys", "messaging.system"), Text("op", "messaging.operation.name"), Text("type", "messaging.operation.type"), Text("dest", "messaging.destination.name"),
        new("n", ColumnType.I64) { Attribute = "messaging.batch.message_count" }, Text("err", "error.type"));

    public static TableSchema Dns { get; } = Table("d", "code",
        Text("name", "dns.question.name"), new("code", ColumnType.Enum(2, false, [new("NOERROR", 0), new("NXDOMAIN", 3), new("none", 65535)])));

    public static TableSchema Rpc { get; } = Table("e", "err", Text("sys", "rpc.system.name"), Text("meth", "rpc.method"), Text("err", "error.type"));

    public static TableSchema[] All => [Http, Database, Messaging, Dns];

    /// <summary>Rows as a batch whose cells lie anywhere.</summary>
    public static RecordBatch Batch(TableSchema table, IReadOnlyList<Span> spans, Arena arena, Random? random = null) =>
        ScatteredBatch.Make(table, [.. table.Columns.Select(column => spans.Select(span => Cell(column, span)).ToArray())], spans.Count, arena, random ?? new Random(spans.Count));

    private static object Cell(ColumnSchema column, Span span) => column.Name switch
    {
        "began" => (Int128)span.Began,
        "took" => (Int128)span.Nanoseconds,
        "trace_role" => (Int128)(span.Role switch { "client" => 1, "server" => 2, _ => 4 }),
        "l" => Span.AddressOf(span.Local),
        "lp" => Span.PortOf(span.Local),
        "r" => Span.AddressOf(span.Remote),
        "rp" => Span.PortOf(span.Remote),
        "exe" => Encoding.UTF8.GetBytes(span.Comm),
        "id" => (Int128)span.Pid,
        "encrypted" => (Int128)(span.Encrypted ? 1 : 0),
        "conn_id" => (Int128)span.Connection,
        _ => Own(column, span),
    };

    private static object Own(ColumnSchema column, Span span)
    {
        var value = span.Cells.GetValueOrDefault(column.Attribute ?? column.Name);
        return column.Type.IsInteger ? (Int128)Convert.ToInt64(value ?? 0, System.Globalization.CultureInfo.InvariantCulture) : value is null ? [] : Span.Bytes(value);
    }

    private static ColumnSchema Text(string name, string attribute) => new(name, ColumnType.Utf8) { Attribute = attribute };

    private static TableSchema Table(string name, string status, params ColumnSchema[] columns) =>
        new(name, TableKind.Span,
        [
            new("began", ColumnType.Time), new("took", ColumnType.Duration), new("trace_role", Roles),
            new("l", ColumnType.Ip) { Attribute = "network.local.address" }, new("lp", ColumnType.U16) { Attribute = "network.local.port" },
            new("r", ColumnType.Ip) { Attribute = "network.peer.address" }, new("rp", ColumnType.U16) { Attribute = "network.peer.port" },
            new("exe", ColumnType.FixedUtf8(16)) { Attribute = "process.executable.name" }, new("id", ColumnType.U32) { Attribute = "process.pid" },
            new("encrypted", ColumnType.Bool), new("conn_id", ColumnType.U64),
            .. columns,
        ])
        {
            Span = new SpanColumns("began", "took", status, columns[0].Name),
        };
}
