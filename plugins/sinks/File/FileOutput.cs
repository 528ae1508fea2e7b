using Microsoft.Extensions.Logging;
using Pipeline.Text;

namespace Pipeline.Sinks.File;

/// <summary>Writes the rows of the tables that share a file. One thread at a time.</summary>
/// <param name="file">Where to.</param>
/// <param name="piece">Bytes that are let go at once.</param>
/// <param name="rowEnd">What ends a row.</param>
/// <param name="log">The component's log.</param>
internal sealed class FileOutput(RowFile file, int piece, byte[] rowEnd, ILogger log) : IDisposable
{
    private readonly PooledBuffer _buffer = new(2 * piece);
    private readonly Dictionary<TableSchema, RowText> _rows = [];
    private bool _isFailing;

    // The first row that may have to be written again.
    private int _batch;
    private int _row;

    /// <summary>When the file has to be rotated although no rows come; null: not by time.</summary>
    public DateTimeOffset? Due => file.Due;

    public void Add(TableSchema table, RowText rows) => _rows.Add(table, rows);

    public bool Takes(RecordBatch batch) => _rows.ContainsKey(batch.Schema);

    /// <inheritdoc cref="RowFile.Check"/>
    public void Check() => file.Check();

    /// <summary>Writes those of the batches that are of its tables, in their order. Rows that did not get there are added to the refused ones, and are not in the file.</summary>
    public void Write(IReadOnlyList<RecordBatch> batches, List<RefusedRows> refused)
    {
        (_batch, _row) = (0, 0);
        _buffer.Clear();
        try
        {
            file.Begin();
            for (var i = 0; i < batches.Count; i++)
                if (_rows.TryGetValue(batches[i].Schema, out var rows))
                    Encode(i, batches[i], rows);
            file.Append(_buffer.Written);
            file.Commit();
            _isFailing = false;
        }
        catch (OutputFault fault)
        {
            TellOnce(fault);
            TakeBack();
            Refuse(batches, refused, fault.Reason);
        }
        catch
        {
            // This instance is replaced; what stands half in the file would be written twice.
            TakeBack();
            throw;
        }
    }

    /// <summary>Rotates the file if its time has come.</summary>
    public void RotateIfDue()
    {
        try
        {
            file.RotateIfDue();
        }
        catch (OutputFault fault)
        {
            // The next write or the next look tries again.
            TellOnce(fault);
        }
    }

    public void Dispose()
    {
        TakeBack();
        file.Dispose();
        _buffer.Dispose();
    }

    private void Encode(int number, RecordBatch batch, RowText rows)
    {
        rows.Open(batch);
        var most = Most();
        for (var row = 0; row < batch.Rows; row++)
        {
            var start = _buffer.Length;
            rows.Write(_buffer, row);
            _buffer.Append(rowEnd);
            if (_buffer.Length < most)
                continue;
            if (_buffer.Length > file.Room && (start > 0 || file.HasRows))
            {
                // This row begins the next file.
                file.Append(_buffer.Written[..start]);
                file.Commit();
                (_batch, _row) = (number, row);
                file.Rotate();
                _buffer.RemoveFront(start);
            }

            if (_buffer.Length >= piece)
            {
                file.Append(_buffer.Written);
                _buffer.Clear();
                // A disk that has room for some of the rows keeps those.
                if (file.CommitsAtOnce)
                {
                    file.Commit();
                    (_batch, _row) = (number, row + 1);
                }
            }

            most = Most();
        }
    }

    // Below this there is nothing to decide.
    private long Most() => Math.Min(piece, file.Room);

    private void Refuse(IReadOnlyList<RecordBatch> batches, List<RefusedRows> refused, string reason)
    {
        for (var i = _batch; i < batches.Count; i++)
        {
            var first = i == _batch ? _row : 0;
            if (Takes(batches[i]) && first < batches[i].Rows)
                refused.Add(new RefusedRows(batches[i], first, batches[i].Rows - first, reason, IsFinal: false));
        }
    }

    private void TakeBack()
    {
        try
        {
            file.TakeBack();
        }
        catch (OutputFault fault)
        {
            // It is tried again before anything else is written.
            TellOnce(fault);
        }
    }

    // The host tells how long it lasts and how many rows wait; which file it is and what the system said is known here.
    private void TellOnce(OutputFault fault)
    {
        if (!_isFailing)
            log.LogWarning("{Problem}", fault.Message);
        _isFailing = true;
    }
}
