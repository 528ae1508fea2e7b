using Microsoft.AspNetCore.Http;

namespace Pipeline.Servers.Collector.Receiving;

/// <summary>What a request's path and content type say it is.</summary>
internal static class Route
{
    private const string Service = "/opentelemetry.proto.collector.";

    /// <summary>The signal that a path leads to, whatever stands before <c>/v1/</c>; null: none.</summary>
    public static Signal? Of(string path) => path switch
    {
        Service + "metrics.v1.MetricsService/Export" => Signal.Metrics,
        Service + "logs.v1.LogsService/Export" => Signal.Logs,
        Service + "trace.v1.TraceService/Export" => Signal.Traces,
        _ when path.EndsWith("/v1/metrics", StringComparison.Ordinal) => Signal.Metrics,
        _ when path.EndsWith("/v1/logs", StringComparison.Ordinal) => Signal.Logs,
        _ when path.EndsWith("/v1/traces", StringComparison.Ordinal) => Signal.Traces,
        _ => null,
    };

    /// <summary>How it came; null: in no encoding of OTLP.</summary>
    public static Transport? Encoding(HttpRequest request) => request.ContentType switch
    {
        "application/grpc" or "application/grpc+proto" => Transport.Grpc,
        "application/x-protobuf" => Transport.HttpProtobuf,
        "application/json" => Transport.HttpJson,
        _ => null,
    };
}
