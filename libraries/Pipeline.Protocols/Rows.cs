namespace Pipeline.Protocols;

/// <summary>Rows of one protocol's table, from when they are made to the end of the call in which they were.</summary>
public sealed class Rows : IDisposable
{
    private const int RowsABatch = 256;

    private readonly List<RecordBatch> _built = [];
    private readonly BatchOrigin _origin;
    private BatchBuilder? _builder;
    private ulong _sequence;
    private long _unixOffset;
    private int _made;
    private int _lost;

    internal Rows(TableSchema table, BatchOrigin origin) => (Table, _origin) = (table, origin);

    internal TableSchema Table { get; }

    /// <summary>Makes a row. One for which there is no memory is lost, and counted as that.</summary>
    public void Add(IConnection connection, IRow row) => Add(connection.TraceRole, connection.Counters, row);

    /// <summary>Makes a row of a connection that may be forgotten by now.</summary>
    /// <param name="traceRole">Whether its local end asks (1), answers (2), or neither is known (4).</param>
    /// <param name="counters">The protocol's.</param>
    /// <param name="row">The row.</param>
    public void Add(byte traceRole, Counters counters, IRow row)
    {
        var builder = _builder!;
        _made++;
        try
        {
            builder.AddRow();
            CommonColumns.Set(builder, traceRole, row.Endpoints, row.Time);
            row.Write(builder);
            counters.Records++;
            if (builder.IsFull)
                Build();
        }
        catch (ArenaExhaustedException)
        {
            // The last row may be half set: those before it are still good, but cannot be told apart from it in the builder.
            _lost += Math.Max(1, builder.Rows);
            builder.Dispose();
        }
    }

    /// <summary>Begins a call.</summary>
    internal void Begin(Arena arena, long unixOffset)
    {
        _builder ??= new BatchBuilder(Table, arena, RowsABatch);
        _unixOffset = unixOffset;
    }

    /// <summary>Emits what the call made, and tells of it.</summary>
    internal void Emit(IEmitter emitter)
    {
        if (_made == 0)
            return;
        Build();
        foreach (var batch in _built)
            emitter.Emit(batch);
        _built.Clear();
        emitter.Tally.Create(_made);
        emitter.Tally.Drop("memory", _lost);
        (_made, _lost) = (0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _builder?.Dispose();
        foreach (var batch in _built)
            batch.Release();
        _built.Clear();
    }

    private void Build()
    {
        try
        {
            if (_builder!.Build(_origin, _sequence, unixOffset: _unixOffset) is not { } batch)
                return;
            _sequence += (ulong)batch.Rows;
            _built.Add(batch);
        }
        catch (ArenaExhaustedException)
        {
            _lost += _builder!.Rows;
            _builder.Dispose();
        }
    }
}
