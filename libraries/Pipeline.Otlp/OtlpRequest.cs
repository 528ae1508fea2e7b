using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Gathering;
using Pipeline.Otlp.Json;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp;

/// <summary>
/// One export request while it grows: rows of one host in a row share a resource, those of one source and table a scope. Rows that say what they are about come behind those that do not,
/// under a resource of their own. Whole at any time. One thread at a time.
/// </summary>
internal sealed class OtlpRequest : IDisposable
{
    // Times 64 is what is kept of a buffer: what servers take of a request by default.
    private const int Capacity = 64 << 10;

    private readonly PooledBuffer _body = new(Capacity);
    private readonly OtlpResources _resources;
    private GatheredRows? _gathered;
    private Position _at = Position.Start;

    // What of the body is of gathered rows: its end, where it is there already.
    private int _copied;

    public OtlpRequest(OtlpSignal signal, OtlpSettings settings)
    {
        Signal = signal;
        _resources = new OtlpResources(settings);
    }

    /// <summary>What the request is.</summary>
    public OtlpSignal Signal { get; }

    /// <summary>Rows in it.</summary>
    public int Rows { get; private set; }

    /// <summary>Log records, spans or data points in it, which is what a receiver counts.</summary>
    public int Items { get; private set; }

    /// <summary>Bytes that it has by now as protocol buffers.</summary>
    public int Bytes => _body.Length - _copied + GatheredBytes;

    private int GatheredBytes => _gathered?.Bytes ?? 0;

    /// <summary>The request as protocol buffers, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Written
    {
        get
        {
            if (_copied > 0)
                return _body.Memory;
            if (_at.Scope > 0)
            {
                ProtobufWriter.Close(_body, _at.Scope);
                ProtobufWriter.Close(_body, _at.Resource);
            }

            _copied = GatheredBytes;
            _gathered?.WriteTo(_body);
            return _body.Memory;
        }
    }

    /// <summary>Appends the request in OTLP's JSON form.</summary>
    public void WriteJson(ByteBuffer output) => OtlpJson.Write(output, Written.Span, Signal);

    /// <summary>Forgets everything, for the next request.</summary>
    public void Clear()
    {
        _body.Clear();
        _gathered?.Clear();
        (_at, _copied, Rows, Items) = (Position.Start, 0, 0, 0);
    }

    /// <summary>Appends rows as long as the request stays within a bound and returns how many that were.</summary>
    public int Append(OtlpTable table, RecordBatch batch, int first, int count, int limit, ulong now)
    {
        _body.Truncate(_body.Length - _copied);
        _copied = 0;
        table.Turn(batch, now);
        var appended = table.Resource is { } resource
            ? (_gathered ??= new GatheredRows(_resources)).Append(table, resource, batch, first, count, limit - _body.Length)
            : AppendPlain(table, batch.Origin, first, count, limit - GatheredBytes);
        Rows += appended.Rows;
        Items += appended.Items;
        return appended.Rows;
    }

    public void Dispose()
    {
        _body.Dispose();
        _gathered?.Dispose();
    }

    private Appended AppendPlain(OtlpTable table, BatchOrigin origin, int first, int count, int limit)
    {
        var (length, at) = (_body.Length, _at);
        Enter(table, origin);
        var appended = table.Append(_body, first, count, limit);
        if (appended.Items == 0)
        {
            // Not even one: no scope without records either.
            _body.Truncate(length);
            _at = at;
        }

        return appended;
    }

    private void Enter(OtlpTable table, BatchOrigin origin)
    {
        var bytes = _resources.Resource(origin.Host);
        var isSame = _at.Scope > 0 && _body.At(_at.Resource, _at.ResourceBytes).SequenceEqual(bytes);
        if (isSame && _at.Source == origin.Source && _at.Table == table.Schema.Name)
            return;
        if (_at.Scope > 0)
            ProtobufWriter.Close(_body, _at.Scope);
        var resource = _at.Resource;
        if (!isSame)
        {
            if (resource > 0)
                ProtobufWriter.Close(_body, resource);
            resource = ProtobufWriter.Open(_body, RequestFields.Resources);
            _body.Append(bytes);
        }

        var scope = ProtobufWriter.Open(_body, RequestFields.Scopes);
        _body.Append(_resources.Scope(origin.Source, table.Schema.Name));
        _at = new Position(resource, bytes.Length, scope, origin.Source, table.Schema.Name);
    }

    /// <summary>Where the open messages begin, how long the first's own resource is, and whose they are.</summary>
    private readonly record struct Position(int Resource, int ResourceBytes, int Scope, string? Source, string? Table)
    {
        public static Position Start => default;
    }
}
