using System.Text;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Diagnostics;

/// <summary>Fills one of the telemetry tables: labels and values in column order after the time.</summary>
internal sealed class TelemetryTable(TableSchema schema, ISourceEmitter emitter, RowSequence sequence) : IDisposable
{
    private const int RowsABatch = 256;

    private readonly BatchBuilder _rows = new(schema, emitter.Arena, RowsABatch);

    public void Add(long time, ReadOnlySpan<string> labels, ReadOnlySpan<long> values)
    {
        if (_rows.IsFull)
            Emit();
        try
        {
            Fill(time, labels, values);
        }
        catch (ArenaExhaustedException)
        {
            // The row it broke off in, and with it those that wait for it.
            var lost = Math.Max(1, _rows.Rows);
            _rows.Dispose();
            emitter.Tally.Create(lost);
            emitter.Tally.Drop(DropReason.Memory, lost);
        }
    }

    private void Fill(long time, ReadOnlySpan<string> labels, ReadOnlySpan<long> values)
    {
        _rows.AddRow();
        _rows.Set(0, time);
        for (var i = 0; i < labels.Length; i++)
            _rows.Set(1 + i, Encoding.UTF8.GetBytes(labels[i]));
        for (var i = 0; i < values.Length; i++)
            _rows.Set(1 + labels.Length + i, values[i]);
    }

    public void Emit()
    {
        if (_rows.Build(emitter.Origin, sequence.Next) is not { } batch)
            return;
        sequence.Next += (ulong)batch.Rows;
        emitter.Tally.Create(batch.Rows);
        emitter.Emit(batch);
    }

    public void Dispose() => _rows.Dispose();
}
