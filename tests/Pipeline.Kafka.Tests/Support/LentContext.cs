using Microsoft.Extensions.Logging;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>What a host lends to a component, without a host; what it logs is kept.</summary>
internal sealed class LentContext : IComponentContext, ILogger
{
    public const string HostName = "this-host";

    private readonly Lock _lock = new();
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    public string Name => "kafka";

    public ILogger Log => this;

    public HostEnvironment Environment { get; } = new(HostName, "/", TimeProvider.System);

    /// <summary>What was said as information or worse.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines.Where(l => l.Level >= LogLevel.Information).Select(l => l.Text)];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
            _lines.Add((logLevel, formatter(state, exception)));
    }
}
