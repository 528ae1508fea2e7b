using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Diagnostics;

/// <summary>
/// The host's log on standard error: a line a message, so that rows on standard output stay clean. Its level may be set once the configuration is read.
/// </summary>
/// <remarks>The framework's console logger brings dependency injection, options and a thread of its own; an agent that logs a line a day needs none of them.</remarks>
internal sealed class StderrLogs(LogLevel? asked) : ILoggerFactory
{
    private readonly Lock _lock = new();

    // A service's log is read by journald, which takes the severity from such a prefix and has the time already.
    private readonly bool _toJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;

    /// <summary>Warnings and worse, whether or not they are printed.</summary>
    public ErrorLog Errors { get; } = new();

    public LogLevel Level { get; private set; } = asked ?? LogLevel.Information;

    /// <summary>The configuration's level, which holds unless the command line asked for another.</summary>
    public void UseUnlessAsked(LogLevel configured) => Level = asked ?? configured;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the host logs to standard error only");

    public void Dispose()
    {
    }

    private void Write(string category, LogLevel level, string message, Exception? exception)
    {
        if (level >= LogLevel.Warning)
            Errors.Add(new LoggedError(UnixNanoseconds(), category, level, exception is null ? message : $"{message}: {exception.Message}", exception?.GetType().FullName ?? ""));
        if (level < Level)
            return;
        var name = level switch
        {
            LogLevel.Critical => "critical",
            LogLevel.Error => "error",
            LogLevel.Warning => "warning",
            LogLevel.Information => "info",
            LogLevel.Debug => "debug",
            _ => "trace",
        };
        // A stack trace helps who wrote the plugin, not who runs it.
        var cause = exception is null ? "" : Level <= LogLevel.Debug ? $"\n{exception}" : $": {exception.GetType().Name}: {exception.Message}";
        var head = _toJournal ? $"<{Severity(level)}>" : $"{DateTime.Now:HH:mm:ss} {name} ";
        lock (_lock)
            StandardError.Writer.WriteLine($"{head}{category}: {message}{cause}");
    }

    private static long UnixNanoseconds() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static int Severity(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };

    private sealed class Logger(StderrLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => (logLevel >= logs.Level || logLevel >= LogLevel.Warning) && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                logs.Write(category, logLevel, formatter(state, null), exception);
        }
    }
}
