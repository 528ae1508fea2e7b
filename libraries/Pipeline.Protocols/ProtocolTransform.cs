namespace Pipeline.Protocols;

/// <summary>
/// A transform that turns pieces of streams into one row a request, for any protocols: derive from it, name them, and it is a plugin. Rows of a connection meet
/// one worker. Each input row is consumed and each row emitted is created; rows of tables that are neither pieces nor ends of connections are left out.
/// </summary>
public abstract class ProtocolTransform : ITransform, IPartitioned, IFlushing, IFinishing, IDisposable
{
    /// <summary>Jumps of a clock that it takes to end what is idle: one or two happen, where a clock is set or a process was halted.</summary>
    private const int JumpsATimeout = 8;

    private static long _lastEpoch;

    private readonly IComponentContext _context;
    private readonly ProtocolSlot[] _slots;
    private readonly Rows[] _rows;
    private readonly Counters _unknown = new();
    private readonly (string Name, Counters Counters)[] _books;
    private readonly ConnectionTable _connections;
    private readonly StatsTable _stats;
    private readonly StreamClock _clock;
    private (TableSchema Table, DataInput? Data, EventInput? Events)[] _inputs = [];
    private long _unixOffset;
    private long _told;

    /// <param name="options">What the user wrote.</param>
    /// <param name="context">Of the transform.</param>
    /// <param name="protocols">At most 32, made for this instance.</param>
    protected ProtocolTransform(FrameOptions options, IComponentContext context, IReadOnlyList<Protocol> protocols)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(protocols.Count, 32);
        _context = context;
        var origin = new BatchOrigin(context.Environment.HostName, context.Name, NextEpoch());
        var rows = protocols.Select(p => p.Table).Distinct<TableSchema>(ReferenceEqualityComparer.Instance).ToDictionary<TableSchema, TableSchema, Rows>(t => t, t => new Rows(t, origin), ReferenceEqualityComparer.Instance);
        _rows = [.. rows.Values];
        _slots = [.. protocols.Select(p => new ProtocolSlot(p, new Counters(), rows[p.Table]))];
        _books = [.. _slots.Select(s => (s.Protocol.Name, s.Counters)), ("unknown", _unknown)];
        var timeout = options.Timeout.Ticks * TimeSpan.NanosecondsPerTick;
        _clock = new StreamClock(context.Environment.Time, timeout / JumpsATimeout, 2 * FlushInterval.Ticks * TimeSpan.NanosecondsPerTick, timeout);
        _connections = new ConnectionTable(new Inference(_slots), _unknown, options.Memory.Bytes, timeout);
        _stats = new StatsTable(origin);
        _told = Now;
    }

    /// <inheritdoc/>
    public TimeSpan FlushInterval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public bool SettlesWhenAbsorbed => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> PartitionBy =>
        _inputs.All(i => i.Table.Ordinal("conn_id") >= 0) ? ["conn_id"] : throw new OptionException("workers", "an input has no column 'conn_id' to share rows by (expected 1)");

    private long Now => (_context.Environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <inheritdoc/>
    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        _inputs = [.. inputs.Select(table => (table, DataInput.Bind(table), EventInput.Bind(table)))];
        return _inputs.Any(i => i.Data is not null)
            ? [.. _rows.Select(r => r.Table), _stats.Schema]
            : throw new OptionException("inputs", $"no input has pieces of streams (expected a table with the columns {DataInput.Expected}, such as conn_data)");
    }

    /// <inheritdoc/>
    public void Process(RecordBatch batch, IEmitter emitter)
    {
        var (data, events) = BindingOf(batch.Schema);
        _unixOffset = batch.UnixOffset;
        _clock.Turn(batch.Origin);
        Begin(emitter);
        if (data is not null)
            Take(batch, data);
        else if (events is not null)
            End(batch, events);
        Emit(emitter);
        if (data is null && events is null)
            emitter.Tally.Filter(batch.Rows);
        else
            emitter.Tally.Consume(batch.Rows);
    }

    /// <inheritdoc/>
    public void Flush(IEmitter emitter)
    {
        _clock.Tick();
        Begin(emitter);
        _connections.Expire(_clock.Now);
        Expire(_clock.Now);
        Emit(emitter);
        var now = Now;
        if (_stats.TryEmit(emitter, _books, _told, now))
            _told = now;
    }

    /// <inheritdoc/>
    public void Finish(IEmitter emitter)
    {
        Begin(emitter);
        _connections.Finish(_clock.Now);
        Expire(long.MaxValue);
        Emit(emitter);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Clear();
        foreach (var rows in _rows)
            rows.Dispose();
        foreach (var slot in _slots)
            (slot.Protocol as IDisposable)?.Dispose();

        GC.SuppressFinalize(this);
    }

    /// <summary>Instances of several workers have rows of their own: each run of sequence numbers has its epoch.</summary>
    private long NextEpoch()
    {
        var now = Now;
        for (var last = Volatile.Read(ref _lastEpoch); ; last = Volatile.Read(ref _lastEpoch))
        {
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _lastEpoch, next, last) == last)
                return next;
        }
    }

    private void Expire(long now)
    {
        foreach (var slot in _slots)
            slot.Protocol.Expire(now);
    }

    private void Begin(IEmitter emitter)
    {
        foreach (var rows in _rows)
            rows.Begin(emitter.Arena, _unixOffset);
    }

    private void Emit(IEmitter emitter)
    {
        foreach (var rows in _rows)
            rows.Emit(emitter);
    }

    private void Take(RecordBatch batch, DataInput data)
    {
        for (var row = 0; row < batch.Rows; row++)
        {
            var piece = data.Read(batch, row);
            _clock.See(piece.Time);
            _connections.Take(piece, batch, row, data.Endpoints, _clock.Now);
        }
    }

    private void End(RecordBatch batch, EventInput events)
    {
        for (var row = 0; row < batch.Rows; row++)
            // Ends come on an edge of their own, and where a recording is read at once they may be minutes ahead of the bytes: these tell the time.
            if (events.Read(batch, row) is { } ending)
                _connections.End(ending, _clock.Now);
    }

    private (DataInput? Data, EventInput? Events) BindingOf(TableSchema table)
    {
        foreach (var (bound, data, events) in _inputs)
            if (ReferenceEquals(bound, table) || bound.Equals(table))
                return (data, events);
        throw new InvalidOperationException($"table '{table.Name}' was not bound");
    }
}
