using Pipeline.Bpf.Reading;

namespace Pipeline.Sources.Processes;

/// <summary>
/// The rows of one table in a pass: emits them in batches and books them. Between <see cref="Begin"/> and <see cref="End"/>, one thread. A row that finds no memory is
/// dropped as <c>memory</c>, and what is set in it goes nowhere.
/// </summary>
internal sealed class TableRows(TableSchema schema) : IDisposable
{
    private const int RowsABatch = 1024;
    private const int Time = 0;

    private BatchBuilder? _rows;
    private SourceOutput? _output;
    private ReadingTime _time;
    private bool _isLost;

    internal void Begin(SourceOutput output, ReadingTime time)
    {
        // The arena is a run's, and so is this.
        _rows ??= new BatchBuilder(schema, output.Emitter.Arena, RowsABatch);
        (_output, _time) = (output, time);
    }

    /// <summary>Begins a row whose cells are zero or empty until set, but for the time in its first column.</summary>
    internal void Add()
    {
        if (_rows!.IsFull)
            Emit();
        try
        {
            _rows.AddRow();
            _rows.Set(Time, _time.Boot);
            _isLost = false;
        }
        catch (ArenaExhaustedException)
        {
            Lose();
        }
    }

    internal void Set<T>(int ordinal, T value)
        where T : unmanaged
    {
        if (!_isLost)
            _rows!.Set(ordinal, value);
    }

    internal void Set(int ordinal, ReadOnlySpan<byte> value)
    {
        if (_isLost)
            return;
        try
        {
            _rows!.Set(ordinal, value);
        }
        catch (ArenaExhaustedException)
        {
            _rows!.RemoveRow();
            Lose();
        }
    }

    /// <summary>Emits what is left.</summary>
    internal void End() => Emit();

    public void Dispose() => _rows?.Dispose();

    private void Emit()
    {
        var output = _output!;
        if (_rows!.Build(output.Emitter.Origin, output.Sequence, unixOffset: _time.UnixOffset) is not { } batch)
            return;
        output.Sequence += (ulong)batch.Rows;
        output.Meet(batch.Rows);
        output.Emitter.Tally.Create(batch.Rows);
        output.Emitter.Emit(batch);
    }

    private void Lose()
    {
        _isLost = true;
        _output!.Meet(1);
        _output.Emitter.Tally.Create(1);
        _output.Emitter.Tally.Drop("memory", 1);
    }
}
