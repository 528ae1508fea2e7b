using System.Net;
using System.Text;
using Pipeline.Transforms.DnsNames;

namespace Pipeline.Workloads.Tests.DnsNames;

/// <summary>The transform with a table of answers and tables with addresses, whose rows it is given one by one. Times are seconds.</summary>
internal sealed class DnsNamesRig : IDisposable
{
    public const byte Client = 1, Server = 2;

    private static readonly ColumnType Roles = ColumnType.Enum(1, signed: false, [new("client", Client), new("server", Server)]);

    public static readonly TableSchema Answers = new("dns_events", TableKind.Span,
    [
        new("time", ColumnType.Time), new("pid", ColumnType.U32), new("start_ticks", ColumnType.U64), new("remote_addr", ColumnType.Ip), new("trace_role", Roles),
        new("query_name", ColumnType.Utf8), new("resp_body", ColumnType.Utf8), new("latency_ns", ColumnType.Duration),
    ])
    {
        Span = new SpanColumns("time", "latency_ns", "query_name", "query_name"),
    };

    public static readonly TableSchema Calls = new("calls", TableKind.Event,
    [
        new("time", ColumnType.Time), new("pid", ColumnType.U32), new("start_ticks", ColumnType.U64), new("remote_addr", ColumnType.Ip), new("trace_role", Roles),
        new("conn_id", ColumnType.U64),
    ]);

    private readonly CollectingEmitter _emitter = new();
    private readonly DnsNamesTransform _transform;
    private ulong _sequence;

    public DnsNamesRig(DnsNamesOptions? options = null)
    {
        _transform = new DnsNamesTransform(options ?? new DnsNamesOptions { Wait = TimeSpan.Zero }, new LentContext(Clock));
        Bound = _transform.Bind([Answers, Calls]);
    }

    public SetClock Clock { get; } = new();

    public IReadOnlyList<TableSchema> Bound { get; }

    public Tally Tally => _emitter.Tally;

    public void Answer(double time, string name, string records, uint pid = 7, byte role = Client, string host = "here")
    {
        using var rows = new BatchBuilder(Answers, _emitter.Arena, 1);
        rows.AddRow();
        rows.Set(0, Nanoseconds(time));
        rows.Set(1, pid);
        rows.Set(2, pid == 0 ? 0UL : 100 + pid);
        rows.Set(3, Address("127.0.0.53"));
        rows.Set(4, role);
        rows.Set(5, Encoding.UTF8.GetBytes(name));
        rows.Set(6, Encoding.UTF8.GetBytes($$"""{"answers":[{{records}}]}"""));
        rows.Set(7, 0L);
        Process(rows, host);
    }

    public void Call(double time, string address, uint pid = 7, byte role = Client, string host = "here", ulong connection = 1)
    {
        using var rows = new BatchBuilder(Calls, _emitter.Arena, 1);
        rows.AddRow();
        rows.Set(0, Nanoseconds(time));
        rows.Set(1, pid);
        rows.Set(2, pid == 0 ? 0UL : 100 + pid);
        rows.Set(3, Address(address));
        rows.Set(4, role);
        rows.Set(5, connection);
        Process(rows, host);
    }

    /// <summary>As <see cref="Call"/>: the name that the row has, which must not wait.</summary>
    public string NameOf(double time, string address, uint pid = 7, byte role = Client, string host = "here")
    {
        Call(time, address, pid, role, host);
        return Assert.Single(TakeNames());
    }

    public void Flush() => _transform.Flush(_emitter);

    public void Finish() => _transform.Finish(_emitter);

    /// <summary>The names of the rows of calls that were emitted since.</summary>
    public IReadOnlyList<string> TakeNames()
    {
        var names = new List<string>();
        foreach (var batch in _emitter.Batches.Where(b => b.Schema.Name == "calls"))
            for (var row = 0; row < batch.Rows; row++)
                names.Add(Encoding.UTF8.GetString(batch.Text(batch.Schema.Ordinal("remote_name"), row)));
        _emitter.Dispose();
        return names;
    }

    public static string A(string name, string address, uint ttl = 60) => $$"""{"name":"{{name}}","type":"A","ttl":{{ttl}},"addr":"{{address}}"}""";

    public void Dispose()
    {
        _emitter.Dispose();
        _transform.Dispose();
        Assert.Equal(0, _emitter.Arena.InUse);
    }

    private void Process(BatchBuilder rows, string host)
    {
        var batch = rows.Build(new BatchOrigin(host, "rows", 0), _sequence++)!;
        _transform.Process(batch, _emitter);
        batch.Release();
    }

    private static long Nanoseconds(double seconds) => (long)(seconds * 1e9);

    private static UInt128 Address(string text) => BitConverter.ToUInt128(IPAddress.Parse(text).MapToIPv6().GetAddressBytes());
}
