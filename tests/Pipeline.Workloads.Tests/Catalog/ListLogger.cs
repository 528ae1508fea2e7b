using Microsoft.Extensions.Logging;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>Keeps what is said.</summary>
internal sealed class ListLogger : ILogger
{
    internal List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add(formatter(state, exception));
}
