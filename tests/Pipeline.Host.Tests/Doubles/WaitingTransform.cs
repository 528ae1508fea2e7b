using Pipeline.Enrichment;

namespace Pipeline.Host.Tests.Doubles;

/// <summary>Lets some rows of <see cref="Numbers"/> wait for their time to pass, and some for the next flush. Adds no columns, so that it fits anywhere.</summary>
internal sealed class WaitingTransform : ITransform, IFlushing, IFinishing, IRowFacts, IDisposable
{
    private readonly Facts _facts = new([ColumnType.Utf8], 10, 1 << 16);
    private readonly WaitingRows _waiting;
    private readonly int _throwAt;
    private readonly List<WaitingTable> _tables = [];
    private int _processed;
    private int _flushes;

    public WaitingTransform(TimeSpan wait, long room, int throwAt = int.MaxValue)
    {
        _throwAt = throwAt;
        _waiting = new WaitingRows(wait, room, TimeProvider.System);
        _facts.Draft.Set(0, "some name");
        _facts.Add();
    }

    public TimeSpan FlushInterval => TimeSpan.FromMilliseconds(5);

    public bool SettlesWhenAbsorbed => false;

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        foreach (var table in inputs)
            _tables.Add(new WaitingTable(new AddedColumns(table, "columns", new ColumnGroup(_facts, [])), this, "n"));
        return [.. _tables.Select(t => t.Columns.Output)];
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        _waiting.Release(emitter, hasChanged: true);
        if (++_processed == _throwAt)
            throw new InvalidOperationException("told to");
        _waiting.Process(_tables.First(t => t.Columns.Input.Equals(batch.Schema)), batch, emitter);
    }

    public void Flush(IEmitter emitter)
    {
        _flushes++;
        _waiting.Release(emitter, hasChanged: true);
    }

    public void Finish(IEmitter emitter) => _waiting.Finish(emitter);

    public void Find(RecordBatch batch, Span<int> facts, bool isLast)
    {
        var numbers = batch.Column<ulong>(0);
        for (var row = 0; row < batch.Rows; row++)
            facts[row] = isLast || numbers[row] % 5 > 1 || (numbers[row] % 5 == 1 && _flushes % 2 == 1) ? 1 : IRowFacts.Wait;
    }

    public void Dispose() => _waiting.Dispose();
}
