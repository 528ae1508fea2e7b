using Pipeline.Enrichment;

namespace Pipeline.Workloads.Tests.Enrichment;

/// <summary>Two tables of connections' rows, whose names are known once they are told; a row's key stands in its third column.</summary>
internal sealed class WaitingRig : IRowFacts
{
    private const int Unknown = 1;

    private readonly Dictionary<uint, int> _known = [];
    private readonly Facts _facts = new([ColumnType.Utf8], 1_000, 1 << 20);
    private ulong _next;

    public WaitingRig(TimeSpan wait, long room, long memory = 64 << 20, bool isOrdered = true)
    {
        Emitter = new CallingEmitter(new Arena(memory));
        Waiting = new WaitingRows(wait, room, Clock);
        _facts.Draft.Set(0, "unknown");
        Assert.Equal(Unknown, _facts.Add());
        Tables = [Table("data"), Table("events")];

        WaitingTable Table(string name) =>
            new(new AddedColumns(Schema(name), "columns", new ColumnGroup(_facts, [new(new("name", ColumnType.Utf8), 0)])), this, isOrdered ? "conn_id" : null);
    }

    public SetClock Clock { get; } = new();

    public CallingEmitter Emitter { get; }

    public WaitingRows Waiting { get; }

    public WaitingTable[] Tables { get; }

    /// <summary>Rows that came: table, id, connection, key, when.</summary>
    public List<(int Table, ulong Id, ulong Connection, uint Key, DateTimeOffset Came)> Came { get; } = [];

    public void Tell(uint key)
    {
        _facts.Draft.Set(0, $"name of {key}");
        _known[key] = _facts.Add();
    }

    public bool Knows(uint key) => _known.ContainsKey(key);

    public void Process(int table, params WaitingRow[] rows)
    {
        using var builder = new BatchBuilder(Tables[table].Columns.Input, Emitter.Arena, Math.Max(1, rows.Length));
        var first = _next;
        foreach (var (connection, key) in rows)
        {
            builder.AddRow();
            builder.Set(0, connection);
            builder.Set(1, _next);
            builder.Set(2, System.Text.Encoding.UTF8.GetBytes($"text of {_next}"));
            builder.Set(3, key);
            Came.Add((table, _next++, connection, key, Clock.Now));
        }

        var batch = builder.Build(new BatchOrigin("host", "rows", 0), first, Emitter.Account())!;
        Emitter.Call(() => Waiting.Process(Tables[table], batch, Emitter), batch);
        batch.Release();
    }

    public void Release(bool hasChanged) => Emitter.Call(() => Waiting.Release(Emitter, hasChanged));

    public void Finish() => Emitter.Call(() => Waiting.Finish(Emitter));

    public void Find(RecordBatch batch, Span<int> facts, bool isLast)
    {
        var keys = batch.Column<uint>(3);
        for (var row = 0; row < batch.Rows; row++)
            facts[row] = _known.TryGetValue(keys[row], out var known) ? known : isLast ? Unknown : IRowFacts.Wait;
    }

    private static TableSchema Schema(string name) => new(name, TableKind.Event,
        [new ColumnSchema("conn_id", ColumnType.U64), new ColumnSchema("id", ColumnType.U64), new ColumnSchema("text", ColumnType.Utf8), new ColumnSchema("key", ColumnType.U32)]);
}
