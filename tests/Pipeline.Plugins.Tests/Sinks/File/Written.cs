using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.File;

namespace Pipeline.Plugins.Tests.Sinks.Files;

/// <summary>A folder of its own, sinks that write into it, and numbered rows to write.</summary>
internal sealed class Written : IDisposable, IComponentContext, ILogger
{
    private readonly string _folder = Directory.CreateTempSubdirectory("file-sink-").FullName;
    private readonly Arena _arena = new(256 << 20);
    private readonly List<string> _log = [];
    private ulong _next;

    public static TableSchema Numbers { get; } = new("numbers", TableKind.Event, [new("n", ColumnType.U64), new("text", ColumnType.Utf8)]);

    public static TableSchema Others { get; } = new("others", TableKind.Event, [new("n", ColumnType.U64)]);

    public SetClock Clock { get; } = new() { Now = DateTimeOffset.UtcNow };

    public IReadOnlyList<string> Logged => _log;

    public string Name => "test";

    public ILogger Log => this;

    public HostEnvironment Environment => new("box.example", "/", Clock);

    public string Path(string name) => System.IO.Path.Combine(_folder, name);

    public string[] Names(string pattern = "*") => [.. Directory.GetFiles(_folder, pattern).Select(f => System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>A sink as the host would have it before its first write.</summary>
    public FileSink Open(FileSinkOptions options, params IReadOnlyList<TableSchema> tables)
    {
        var sink = new FileSink(options, this);
        try
        {
            sink.Bind(tables.Count == 0 ? [Numbers] : tables);
            _ = sink.StartAsync(CancellationToken.None).AsTask();
            return sink;
        }
        catch
        {
            sink.Dispose();
            throw;
        }
    }

    /// <summary>The next rows: their numbers count on, whatever their table.</summary>
    public RecordBatch Rows(int rows, Func<ulong, string>? text = null, TableSchema? table = null)
    {
        using var builder = new BatchBuilder(table ?? Numbers, _arena, rows);
        for (var row = 0; row < rows; row++)
        {
            builder.AddRow();
            builder.Set(0, _next);
            if ((table ?? Numbers) == Numbers)
                builder.Set(1, Encoding.UTF8.GetBytes(text?.Invoke(_next) ?? string.Create(CultureInfo.InvariantCulture, $"row {_next}")));
            _next++;
        }

        return builder.Build(new BatchOrigin("box", "numbers", 1), _next - (ulong)rows)!;
    }

    public static Outcome Write(FileSink sink, params IReadOnlyList<RecordBatch> batches) => sink.WriteAsync(batches, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Add($"{logLevel}: {formatter(state, exception)}");
}
