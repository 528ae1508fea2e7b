using Pipeline.Sinks.Stdout.Json;
using Pipeline.Sinks.Stdout.Logfmt;
using Pipeline.Sinks.Stdout.Output;
using Pipeline.Sinks.Stdout.Table;

namespace Pipeline.Sinks.Stdout;

/// <summary>Writes rows to standard output as a table, JSON lines or logfmt. Each batch is out when its write ends, so that a pipe sees rows as they come.</summary>
internal sealed class StdoutSink : ISink, IDisposable
{
    // What a pipe holds by default; a batch beyond it goes out in pieces.
    private const int WriteBytes = 64 << 10;

    private readonly StdoutOptions _options;
    private readonly IComponentContext _context;
    private readonly Func<IRowOutput> _open;
    private readonly Dictionary<TableSchema, IRowWriter> _writers = [];
    private readonly ByteBuffer _buffer = new(2 * WriteBytes);
    private IRowOutput? _output;

    public StdoutSink(StdoutOptions options, IComponentContext context)
        : this(options, context, static () => new StandardOutput())
    {
    }

    internal StdoutSink(StdoutOptions options, IComponentContext context, Func<IRowOutput> open)
    {
        _options = options;
        _context = context;
        _open = open;
    }

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        ColumnSelection.Check(inputs, _options.Columns);
        _output ??= _open();
        var color = TerminalColor.IsWanted(_options.Color, _output.IsTerminal, Environment.GetEnvironmentVariable);
        var screen = new TableScreen(_output, color, isShared: inputs.Distinct().Count() > 1);
        foreach (var table in inputs.Distinct())
            _writers.Add(table, WriterOf(table, screen));
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
    {
        Write(batch, cancel);
        return new(Outcome.Delivered);
    }

    /// <summary>A batch as it should stand there when this returns.</summary>
    internal void Write(RecordBatch batch, CancellationToken cancel)
    {
        var writer = _writers[batch.Schema];
        // What a write that was given up left behind must not come out twice.
        _buffer.Clear();
        writer.Open(batch);
        for (var row = 0; row < batch.Rows; row++)
        {
            writer.Write(_buffer, row);
            if (_buffer.Length >= WriteBytes)
                Drain(cancel);
        }

        Drain(cancel);
    }

    public void Dispose() => _output?.Dispose();

    private void Drain(CancellationToken cancel)
    {
        _output!.Write(_buffer.Written, cancel);
        _buffer.Clear();
    }

    private IRowWriter WriterOf(TableSchema table, TableScreen screen)
    {
        var ordinals = ColumnSelection.Of(table, _options.Columns);
        return _options.Format switch
        {
            StdoutFormat.Json => new JsonRowWriter(table, ordinals),
            StdoutFormat.Logfmt => new LogfmtRowWriter(table, ordinals),
            _ => new TableRowWriter(table, TableColumns(table, ordinals), screen, _context.Log),
        };
    }

    /// <summary>A column with an empty heading is shown only to those who name it.</summary>
    private TableColumn[] TableColumns(TableSchema table, int[] ordinals) =>
        [.. ordinals
            .Where(ordinal => _options.Columns.Count > 0 || table.Columns[ordinal].Heading != "")
            .Select(ordinal => new TableColumn(table.Columns[ordinal], ordinal, _context.Environment.Time.LocalTimeZone))];
}
