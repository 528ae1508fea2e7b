using Microsoft.Extensions.Logging;

namespace Pipeline.Processes.Tests.Support;

/// <summary>A log that keeps what it is told.</summary>
internal sealed class Told : ILogger
{
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    internal IReadOnlyList<(LogLevel Level, string Text)> Lines => _lines;

    internal IEnumerable<string> Warnings => _lines.Where(l => l.Level >= LogLevel.Warning).Select(l => l.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add((logLevel, formatter(state, exception)));
}
