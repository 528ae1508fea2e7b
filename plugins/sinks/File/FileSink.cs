using Microsoft.Extensions.Logging;

namespace Pipeline.Sinks.File;

/// <summary>Appends rows to files. A write is in its files whole, or its rows are told again and stand there once.</summary>
internal sealed class FileSink : IBulkSink, IStarting, IExclusive, IGathering, IDisposable
{
    // A due file that cannot be rotated is not tried in a circle.
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(1);

    private readonly FileSinkOptions _options;
    private readonly PathTemplate _path;
    private readonly RowFileSettings _settings;
    private readonly string _host;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SortedDictionary<string, FileOutput> _outputs = new(StringComparer.Ordinal);
    private readonly List<RefusedRows> _refused = [];

    public FileSink(FileSinkOptions options, IComponentContext context)
    {
        if (options.Keep is not null && options.MaxSize is null && options.MaxAge is null)
            throw new OptionException("keep", "it counts rotated files, and nothing says when to rotate: give max_size or max_age, or leave it out");
        _options = options;
        _path = new PathTemplate(options.Path);
        _settings = new RowFileSettings(options.MaxSize?.Bytes, options.MaxAge, options.Compression, options.Fsync, FilePermissions.Parse(options.Mode));
        _host = context.Environment.HostName;
        _time = context.Environment.Time;
        _log = context.Log;
    }

    /// <summary>As many rows as pay for a system call, or for a gzip member, which packs the better the longer it is.</summary>
    public BulkSize Preferred => new(64 << 10, new ByteSize(4 << 20), _options.Compression == FileCompression.Gzip ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);

    public IReadOnlyList<Claim> Claims => [.. _outputs.Keys.Select(path => new Claim($"file {path}", "path"))];

    public TimeSpan? Patience
    {
        get
        {
            if (_outputs.Values.Min(output => output.Due) is not { } due)
                return null;
            var left = due - _time.GetUtcNow();
            return left < ShortestPatience ? ShortestPatience : left;
        }
    }

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        foreach (var table in inputs.Distinct())
        {
            var pattern = _path.For(table.Name, _host);
            var isFirst = !_outputs.TryGetValue(pattern.Text, out var output);
            if (!isFirst && _options.Format == FileFormat.Csv)
                throw new OptionException("path", $"a csv file has the columns of one table, and {table.Name} is not the only input: put {{table}} into the path, or write json");
            if (isFirst)
                _outputs.Add(pattern.Text, output = NewOutput(pattern, table));
            output!.Add(table, TableRows.Of(table, _options.Format));
        }
    }

    /// <summary>Finds out whether the files can be written: what no waiting mends ends the sink now.</summary>
    public ValueTask StartAsync(CancellationToken stop)
    {
        foreach (var output in _outputs.Values)
        {
            try
            {
                output.Check();
            }
            catch (OutputFault fault) when (fault.Reason is "not_permitted" or "read_only" or "not_found" or "not_a_file")
            {
                throw new UnavailableException(fault.Message, fault);
            }
            catch (OutputFault)
            {
                // A full disk or another process may make way; the first write tells.
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel)
    {
        _refused.Clear();
        foreach (var output in _outputs.Values)
            if (batches.Any(output.Takes))
                output.Write(batches, _refused);
        if (_refused.Count == 0)
            return new(Outcome.Delivered);
        return new(_refused.Sum(r => (long)r.Rows) == batches.Sum(b => (long)b.Rows)
            ? Outcome.RetryAfter(TimeSpan.Zero, _refused[0].Reason)
            : Outcome.Partly([.. _refused]));
    }

    public ValueTask FlushAsync(bool isLast, CancellationToken cancel)
    {
        if (!isLast)
            foreach (var output in _outputs.Values)
                output.RotateIfDue();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var output in _outputs.Values)
            output.Dispose();
    }

    private FileOutput NewOutput(PathPattern pattern, TableSchema table) => new(
        new RowFile(pattern, TableRows.HeaderOf(table, _options.Format), _settings, new Rotation(_options.Keep, _log), _time, _log),
        _settings.Piece,
        TableRows.EndOf(_options.Format),
        _log);
}
