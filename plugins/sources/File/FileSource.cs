using Microsoft.Extensions.Logging;
using Pipeline.Lines;
using Pipeline.Lines.Rows;
using Pipeline.Sources.File.Checkpoints;
using Pipeline.Sources.File.Paths;
using Pipeline.Sources.File.Reading;

namespace Pipeline.Sources.File;

/// <summary>Reads the lines of files, and follows those that grow.</summary>
internal sealed class FileSource : ISource, ICommitting, IDisposable
{
    private readonly FileSourceOptions _options;
    private readonly IComponentContext _context;
    private readonly LineTable _table;
    private readonly GlobPattern[] _paths;
    private readonly GlobPattern[] _exclude;
    private CheckpointFile? _file;
    private volatile Checkpoint? _checkpoint;
    private volatile bool _isComplete;

    /// <exception cref="OptionException">A pattern cannot be read, or a column's type.</exception>
    public FileSource(FileSourceOptions options, IComponentContext context)
    {
        (_options, _context) = (options, context);
        if (options.Paths.Count == 0)
            throw new OptionException("paths", "is empty (expected at least one file or pattern)");
        _table = new LineTable(options, context.Name, hasPath: true);
        _paths = [.. options.Paths.Select((text, i) => Pattern(text, $"paths.{i}"))];
        _exclude = [.. options.Exclude.Select((text, i) => Pattern(text, $"exclude.{i}"))];
        Tables = [_table.Schema];
    }

    public IReadOnlyList<TableSchema> Tables { get; }

    public async Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        _file = new CheckpointFile(_context.Environment.DataDirectory, _context.Name, _context.Log);
        var checkpoint = _checkpoint = new Checkpoint(_file, _context.Environment.Time);
        var notices = new LineNotices(_context.Log, _context.Environment.Time);
        var longest = LineLimit.Of(_options.MaxLine, emitter.Arena, _context.Log);
        using var rows = new LineRows(_table, emitter, notices, longest);
        using var reader = new FileReader(rows, emitter, _context.Environment.Time, longest);
        var finder = new PathFinder(_paths, _exclude, (folder, problem) => _context.Log.LogWarning("{Folder}: {Problem}", folder, problem));
        using var files = new FileSet(_options, finder, checkpoint, emitter.Origin, _context);
        var loop = new ReadLoop(_options, files, reader, notices, _context.Environment.Time);
        await loop.RunAsync(stop).ConfigureAwait(false);
        notices.Tell(isLast: true);
        await emitter.FlushAsync().ConfigureAwait(false);
        _isComplete = !_options.Follow && !stop.IsCancellationRequested;
    }

    public ValueTask CommitAsync()
    {
        if (_checkpoint is not { } checkpoint)
            return ValueTask.CompletedTask;
        // Whoever reads files once does not mean to go on where that ended.
        if (_isComplete && checkpoint.IsSettled)
            checkpoint.Delete();
        else
            checkpoint.Commit();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _file?.Dispose();

    private static GlobPattern Pattern(string text, string key)
    {
        try
        {
            return new GlobPattern(text);
        }
        catch (ArgumentException e)
        {
            throw new OptionException(key, $"is no pattern: {e.Message} (got \"{text}\")");
        }
    }
}
