using System.Text;
using Pipeline.Lines;
using Pipeline.Lines.Rows;
using Pipeline.Plugins.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Text;
using Pipeline.Text.Json;
using Pipeline.Text.Logfmt;

namespace Pipeline.Plugins.Tests.Sources.Lines;

/// <summary>Lines made rows without a source.</summary>
internal sealed class LineReading : IDisposable
{
    public const long Now = 1_800_000_000_000_000_000;

    private readonly CollectingEmitter _emitter = new();
    private readonly LineRows _rows;

    public LineReading(LineOptions options)
    {
        Table = new LineTable(options, "test", hasPath: false);
        _rows = new LineRows(Table, _emitter, new LineNotices(NullLogger.Instance, TimeProvider.System), (int)options.MaxLine.Bytes);
    }

    public LineTable Table { get; }

    public Tally Tally => _emitter.Tally;

    /// <summary>The rows of some bytes, each line ended.</summary>
    public unsafe RecordBatch? Read(ReadOnlySpan<byte> lines)
    {
        var padded = new byte[lines.Length + LineParser.Padding];
        lines.CopyTo(padded);
        // What lies behind must not matter.
        padded.AsSpan(lines.Length).Fill((byte)'"');
        fixed (byte* start = padded)
        {
            _rows.Open([], Now, lines);
            if (_rows.Add(start, lines.Length, 0, out var taken) != LinesTaken.All || taken != lines.Length)
                throw new InvalidOperationException("not all lines were taken");
        }

        foreach (var batch in _emitter.Batches)
            batch.Release();
        _emitter.Batches.Clear();
        return _rows.Emit(new BatchOrigin("host", "test", 1), Account.None) ? _emitter.Batches[0] : null;
    }

    /// <summary>A line's row as JSON or logfmt without the time; null when there is none.</summary>
    public string? Row(string line, bool asLogfmt = false)
    {
        if (Read(Encoding.UTF8.GetBytes(line + "\n")) is not { } batch)
            return null;
        var output = new ByteBuffer(4096);
        int[] ordinals = [.. Enumerable.Range(1, batch.Schema.Columns.Length - 1)];
        var text = asLogfmt ? LogfmtRows.Of(batch.Schema, ordinals) : JsonRows.Of(batch.Schema, ordinals);
        text.Open(batch);
        text.Write(output, 0);
        return Encoding.UTF8.GetString(output.Written);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _emitter.Dispose();
    }

    /// <summary>Options without a source's own.</summary>
    public sealed record Options : LineOptions;
}
