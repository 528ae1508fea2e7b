namespace Pipeline.Transforms.Red.Inputs;

/// <summary>An input whose rows are calls: its columns by what OpenTelemetry's conventions call them, whatever their own names.</summary>
internal sealed class SpanTable
{
    private readonly CallKind _kind;
    private readonly RoleCell _role;
    private readonly DurationCell _duration;
    private readonly ErrorRule _errors;

    private SpanTable(TableSchema table, CallKind kind)
    {
        (Schema, _kind) = (table, kind);
        _role = new RoleCell(table);
        _duration = new DurationCell(table);
        Start = Cell.OfName(table, table.Span!.Start);
        Ends = new EndCells(table);
        Http = new HttpCells(table);
        Rpc = new RpcCells(table);
        Database = new DatabaseCells(table);
        Messaging = new MessagingCells(table);
        Question = Of("dns.question.name");
        RequestSize = Http.RequestSize.Or(Cell.OfName(table, "req_size"));
        ResponseSize = Http.ResponseSize.Or(Cell.OfName(table, "resp_size"));
        _errors = new ErrorRule(this);
        Kinds = kind == CallKind.Http && Rpc.Exist ? [CallKind.Http, CallKind.Rpc] : [kind];

        Cell Of(string attribute) => Cell.OfAttribute(table, attribute);
    }

    public TableSchema Schema { get; }

    /// <summary>When a call began, on its batch's clock.</summary>
    public Cell Start { get; }

    public EndCells Ends { get; }

    public HttpCells Http { get; }

    public RpcCells Rpc { get; }

    public DatabaseCells Database { get; }

    public MessagingCells Messaging { get; }

    /// <summary>The name that DNS is asked for.</summary>
    public Cell Question { get; }

    /// <summary>Bytes of the request.</summary>
    public Cell RequestSize { get; }

    /// <summary>Bytes of the response.</summary>
    public Cell ResponseSize { get; }

    /// <summary>Reads a table's columns; null if its rows are no calls of which the conventions speak.</summary>
    public static SpanTable? Bind(TableSchema table) =>
        table.Span is not null && KindOf(table) is { } kind ? new SpanTable(table, kind) : null;

    /// <summary>The conventions under which its rows can fall.</summary>
    public CallKind[] Kinds { get; }

    /// <summary>Whether a row is a call: what a protocol of remote procedure calls says besides them is none.</summary>
    public bool IsCall(RecordBatch batch, int row) => _kind != CallKind.Rpc || Rpc.IsCall(batch, row);

    public Call Read(RecordBatch batch, int row)
    {
        var kind = _kind == CallKind.Http && Rpc.IsCall(batch, row) ? CallKind.Rpc : _kind;
        var side = _role.Read(batch, row, kind);
        return new Call(this, batch, row, kind, side, _duration.Read(batch, row), _errors.Read(batch, row, kind, side));
    }

    private static CallKind? KindOf(TableSchema table)
    {
        var attributes = table.Columns.Select(c => c.Attribute).ToHashSet(StringComparer.Ordinal);
        return attributes.Contains("http.request.method") ? CallKind.Http
            : attributes.Overlaps(["rpc.method", "rpc.system.name"]) ? CallKind.Rpc
            : attributes.Overlaps(["db.operation.name", "db.system.name"]) ? CallKind.Database
            : attributes.Overlaps(["messaging.operation.name", "messaging.system"]) ? CallKind.Messaging
            : attributes.Contains("dns.question.name") ? CallKind.Dns
            : null;
    }
}
