using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Sinks.Otlp;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Otlp.Tests.Sending.Support;

/// <summary>A sink with all tables bound and started, without a host.</summary>
internal sealed class SentSink : IComponentContext, ILogger, IAsyncDisposable
{
    private readonly OtlpSink _sink;

    private SentSink(OtlpOptions options, Dictionary<string, string> environment, TimeProvider time)
    {
        Environment = new HostEnvironment("this-host", "/", time);
        _sink = new OtlpSink(options, this, new OtelEnvironment(environment.GetValueOrDefault));
    }

    public string Name => "otel";

    public ILogger Log => this;

    public HostEnvironment Environment { get; }

    /// <summary>What the sink logged.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public static async Task<SentSink> StartAsync(OtlpOptions options, Dictionary<string, string>? environment = null, TimeProvider? time = null)
    {
        // No answer is late because the machine does much else.
        var started = new SentSink(options with { Timeout = options.Timeout ?? TimeSpan.FromMinutes(5) }, environment ?? [], time ?? TimeProvider.System);
        started._sink.Bind(Tables.All);
        await started._sink.StartAsync(TestContext.Current.CancellationToken);
        return started;
    }

    /// <summary>To a server of gRPC.</summary>
    public static Task<SentSink> OverGrpcAsync(Uri endpoint, double timeoutSeconds = 300) =>
        StartAsync(new OtlpOptions { Endpoint = endpoint.ToString(), Protocol = "grpc", Timeout = TimeSpan.FromSeconds(timeoutSeconds) });

    /// <summary>To a server of HTTP.</summary>
    public static Task<SentSink> OverHttpAsync(Uri endpoint, double timeoutSeconds = 300, string protocol = "http/protobuf") =>
        StartAsync(new OtlpOptions { Endpoint = endpoint.ToString(), Protocol = protocol, Timeout = TimeSpan.FromSeconds(timeoutSeconds) });

    /// <summary>Writes batches and releases them.</summary>
    public async Task<Outcome> WriteAsync(params RecordBatch[] batches)
    {
        var outcome = await _sink.WriteAsync(batches, TestContext.Current.CancellationToken);
        foreach (var batch in batches)
            batch.Release();
        return outcome;
    }

    /// <summary>Writes some rows, again and again as long as a short time-out is too short for this machine.</summary>
    public async Task<Outcome> InTimeAsync()
    {
        Outcome outcome;
        do
            outcome = await WriteAsync(Tables.EventRows(10));
        while (outcome is { Kind: OutcomeKind.Retry, Reason: "timeout" });
        return outcome;
    }

    /// <summary>Writes batches until a token is cancelled.</summary>
    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken stop) => _sink.WriteAsync([batch], stop);

    public ValueTask DisposeAsync()
    {
        _sink.Dispose();
        return ValueTask.CompletedTask;
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));
}
