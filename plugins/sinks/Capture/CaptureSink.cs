using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.CaptureFormat;

namespace Pipeline.Sinks.Capture;

/// <summary>Writes every row of its tables to a file, for the replay source to tell again.</summary>
internal sealed class CaptureSink : ISink, IStarting, IExclusive, IGathering, IDisposable
{
    private const int ENOSPC = 28;

    private readonly string _path;
    private readonly ILogger _log;
    private readonly Dictionary<TableSchema, int> _numbers = [];
    private readonly List<BatchLayout> _layouts = [];
    private readonly MemoryStream _record = new();
    private readonly ulong _file = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);
    private FileStream? _output;
    private ulong _rows;
    private bool _refused;

    public CaptureSink(CaptureOptions options, IComponentContext context)
    {
        _log = context.Log;
        _path = Path.GetFullPath(options.Path);
    }

    public IReadOnlyList<Claim> Claims => [new($"file {_path}", "path")];

    public TimeSpan? Patience => null;

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        foreach (var table in inputs)
            if (_numbers.TryAdd(table, _layouts.Count))
                _layouts.Add(BatchLayout.Packed(table));
        if (_layouts.GroupBy(l => l.Schema.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new OptionException("inputs", $"two different tables are named {twice.Key}: a file's tables are told apart by name");
    }

    public ValueTask StartAsync(CancellationToken stop)
    {
        try
        {
            _output = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            _record.SetLength(RecordHeader.Size);
            _record.Position = RecordHeader.Size;
            _record.Write(TableCodec.Write([.. _layouts.Select(l => l.Schema)]));
            Append(RecordKind.Tables, 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnavailableException($"{_path} cannot be written: {problem.Message}", problem);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
    {
        try
        {
            Encode(batch);
            if (_record.Length - RecordHeader.Size > RecordHeader.MaxBody)
                return new(Outcome.Failed("too_large"));
            Append(RecordKind.Rows, batch.Rows);
            return new(Outcome.Delivered);
        }
        catch (OverflowException)
        {
            return new(Outcome.Failed("too_large"));
        }
        catch (IOException problem)
        {
            // Not offered again: a disk that stays full would hold up everything else for ever.
            if (!_refused)
                _log.LogError("{Path} cannot be written: {Problem}; rows are lost until it can be", _path, problem.Message);
            _refused = true;
            return new(Outcome.Failed(problem.HResult == ENOSPC ? "disk_full" : "write_failed"));
        }
    }

    /// <summary>Ends the file and has it on the disk when this returns.</summary>
    public ValueTask FlushAsync(bool isLast, CancellationToken cancel)
    {
        if (!isLast || _output is null)
            return ValueTask.CompletedTask;
        try
        {
            _record.SetLength(RecordHeader.Size);
            Append(RecordKind.End, 0);
            _output.Flush(flushToDisk: true);
        }
        catch (IOException problem)
        {
            // Not thrown: another instance would begin the file anew.
            _log.LogError("{Path} may not be whole on the disk: {Problem}", _path, problem.Message);
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose() => _output?.Dispose();

    private void Encode(RecordBatch batch)
    {
        _record.SetLength(RecordHeader.Size);
        _record.Position = RecordHeader.Size;
        var number = _numbers[batch.Schema];
        using (var to = new BinaryWriter(_record, Encoding.UTF8, leaveOpen: true))
            new RowsBody(number, batch.Origin, batch.UnixOffset, Sequences(batch)).Write(to);
        PackedRows.Write(_record, _layouts[number], batch);
    }

    private static ulong[] Sequences(RecordBatch batch)
    {
        for (var row = 1; row < batch.Rows; row++)
            if (batch.Sequence(row) != batch.FirstSequence + (ulong)row)
                return [.. Enumerable.Range(0, batch.Rows).Select(batch.Sequence)];
        return [batch.FirstSequence];
    }

    // A record is in the file whole or not at all.
    private void Append(RecordKind kind, int rows)
    {
        var record = _record.GetBuffer().AsSpan(0, (int)_record.Length);
        var body = record[RecordHeader.Size..];
        new RecordHeader(_file, _rows, (uint)rows, (uint)body.Length, kind, RecordHeader.Crc(body)).Write(record);
        var start = _output!.Position;
        try
        {
            _output.Write(record);
        }
        catch (IOException)
        {
            TakeBack(start);
            throw;
        }

        _rows += (ulong)rows;
        _refused = false;
    }

    private void TakeBack(long start)
    {
        try
        {
            _output!.SetLength(start);
            _output.Position = start;
        }
        catch (IOException)
        {
            // Part of a record stays: a reader passes over it by its checksum, and misses no rows.
        }
    }
}
