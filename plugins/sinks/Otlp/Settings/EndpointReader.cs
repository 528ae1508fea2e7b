using Pipeline.Otlp;

namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>Where a signal's requests go.</summary>
internal static class EndpointReader
{
    /// <exception cref="OptionException">That is no place to send to.</exception>
    public static Uri Read(OtlpSignal signal, Protocol protocol, OtlpOptions options, OtelEnvironment environment)
    {
        var (ownOption, own) = signal switch
        {
            OtlpSignal.Metrics => ("metrics_endpoint", options.MetricsEndpoint),
            OtlpSignal.Traces => ("traces_endpoint", options.TracesEndpoint),
            _ => ("logs_endpoint", options.LogsEndpoint),
        };
        var ofSignal = own is not null ? new Setting(own, ownOption) : null;
        var ofAll = options.Endpoint is not null ? new Setting(options.Endpoint, "endpoint") : null;
        if (ofAll is null)
        {
            ofSignal ??= environment.OfSignal(signal, "ENDPOINT", ownOption);
            ofAll = environment.OfAll("ENDPOINT", "endpoint");
        }

        if (protocol == Protocol.Grpc)
            return Behind(Server(ofSignal ?? ofAll ?? new Setting("http://localhost:4317", "endpoint"), IsInsecure(signal, options, environment)), MethodOf(signal));
        return ofSignal is not null ? Url(ofSignal) : Behind(Url(ofAll ?? new Setting("http://localhost:4318", "endpoint")), PathOf(signal));
    }

    private static bool IsInsecure(OtlpSignal signal, OtlpOptions options, OtelEnvironment environment)
    {
        if (options.Insecure is { } said)
            return said;
        return environment.Nearest(signal, "INSECURE", "insecure") is { } variable
            && (bool.TryParse(variable.Text, out var insecure) ? insecure : throw variable.Wrong($"not a bool (got '{variable.Text}', expected true or false)"));
    }

    private static Uri Server(Setting setting, bool isInsecure)
    {
        var hasScheme = setting.Text.Contains("://", StringComparison.Ordinal);
        var url = Url(hasScheme ? setting : setting with { Text = $"{(isInsecure ? "http" : "https")}://{setting.Text}" });
        return url.AbsolutePath == "/" && url.Query.Length == 0
            ? url
            : throw setting.Wrong($"gRPC has no path (got '{url.PathAndQuery}' behind the server, expected http://HOST:PORT, https://HOST:PORT or HOST:PORT)");
    }

    private static Uri Url(Setting setting)
    {
        // A password would be shown wherever the URL is.
        if (Uri.TryCreate(setting.Text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length > 0)
            throw setting.Wrong("a user or password in the URL is not sent (expected an authorization header among the headers)");
        return url is { Scheme: "http" or "https", Host.Length: > 0, Fragment.Length: 0 }
            ? url
            : throw setting.Wrong($"not a URL to send to (got '{setting.Text}', expected one like http://localhost:4318 or https://collector.example:4318)");
    }

    private static Uri Behind(Uri endpoint, string path) =>
        new UriBuilder(endpoint) { Path = endpoint.AbsolutePath.TrimEnd('/') + path }.Uri;

    private static string PathOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Metrics => "/v1/metrics",
        OtlpSignal.Traces => "/v1/traces",
        _ => "/v1/logs",
    };

    private static string MethodOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Metrics => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        OtlpSignal.Traces => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        _ => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
    };
}
