using Pipeline.Sinks.Stdout.Output;
using Pipeline.Sinks.Stdout.Table;
using Pipeline.Sinks.Stdout.Views;

namespace Pipeline.Sinks.Stdout;

/// <summary>
/// Writes rows to standard output as a table, JSON lines or logfmt. Each batch is out when its write ends, so that a pipe sees rows as they come; only metric
/// tables are gathered into views.
/// </summary>
internal sealed class StdoutSink : ISink, IGathering, IDisposable
{
    private readonly StdoutOptions _options;
    private readonly IComponentContext _context;
    private readonly Func<IRowOutput> _open;
    private readonly Dictionary<TableSchema, IRowWriter> _writers = [];
    private IRowOutput? _output;
    private LineOutput _lines = null!;
    private MetricViews _views = null!;

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

    public TimeSpan? Patience => _views.Patience;

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        TableSchema[] tables = [.. inputs.Distinct()];
        ColumnSelection.Check(tables, _options.Columns);
        ViewOptions.Check(tables, _options);
        _output ??= _open();
        _lines = new LineOutput(_output);
        var screen = new TableScreen(_output, TerminalColor.IsWanted(_options.Color, _output.IsTerminal, Environment.GetEnvironmentVariable), tables.Length > 1);
        var clears = ViewOptions.Clear(_options, _output.IsTerminal, tables, Environment.GetEnvironmentVariable);
        var time = _context.Environment.Time;
        _views = new MetricViews(_options, new ViewPrinter(_lines, screen, _options, clears, new WallClock(time.LocalTimeZone)), time, _context.Log);
        foreach (var table in tables)
        {
            var writer = RowWriters.Create(table, _options, screen, _context);
            if (table.Kind == TableKind.Metric && ViewOptions.AreWanted(_options))
                _views.Add(table, writer);
            else
                _writers.Add(table, writer);
        }
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
    {
        var refused = Write(batch, cancel);
        return new(refused == 0 ? Outcome.Delivered : Outcome.Rejected(refused, "too_many_series"));
    }

    public ValueTask FlushAsync(bool isLast, CancellationToken cancel)
    {
        Flush(isLast, cancel);
        return ValueTask.CompletedTask;
    }

    /// <summary>A batch, as it should stand there when this returns; the number of rows that a view had no memory for.</summary>
    internal int Write(RecordBatch batch, CancellationToken cancel)
    {
        if (!_writers.TryGetValue(batch.Schema, out var writer))
            return _views.Take(batch, cancel);
        _views.ShowOverdue(cancel);
        _lines.Clear();
        _lines.Write(writer, batch, cancel);
        _lines.Drain(cancel);
        return 0;
    }

    /// <inheritdoc cref="FlushAsync"/>
    internal void Flush(bool isLast, CancellationToken cancel) => _views.Flush(isLast, cancel);

    public void Dispose()
    {
        _views?.Dispose();
        _output?.Dispose();
    }
}
