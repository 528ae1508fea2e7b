using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp;

/// <summary>
/// What a <c>type = "otlp"</c> sink can be told. What is left out is taken from the environment variables that OpenTelemetry's exporters know, the one of the signal
/// before the one of all, and then from their specification's defaults.
/// </summary>
internal sealed record OtlpOptions
{
    [Option("Where to send: a URL, with grpc also HOST:PORT. Default: OTEL_EXPORTER_OTLP_ENDPOINT, else http://localhost:4317 with grpc and http://localhost:4318 with HTTP. With HTTP the paths /v1/metrics, /v1/logs and /v1/traces come behind it.")]
    public string? Endpoint { get; init; }

    [Option("Where metrics go if not to the endpoint; with HTTP the whole URL. Default: OTEL_EXPORTER_OTLP_METRICS_ENDPOINT if no endpoint is given.")]
    public string? MetricsEndpoint { get; init; }

    [Option("Where log records go if not to the endpoint; with HTTP the whole URL. Default: OTEL_EXPORTER_OTLP_LOGS_ENDPOINT if no endpoint is given.")]
    public string? LogsEndpoint { get; init; }

    [Option("Where spans go if not to the endpoint; with HTTP the whole URL. Default: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT if no endpoint is given.")]
    public string? TracesEndpoint { get; init; }

    [Option("grpc, http/protobuf or http/json. Default: OTEL_EXPORTER_OTLP_PROTOCOL, else http/protobuf.")]
    public string? Protocol { get; init; }

    [Option("Of requests, at gzip's fastest level. Default: OTEL_EXPORTER_OTLP_COMPRESSION, else none.")]
    public Compression? Compression { get; init; }

    [Option("Headers of each request, such as { authorization = { file = \"/run/secrets/token\" } }. Those not named here are added from OTEL_EXPORTER_OTLP_HEADERS.")]
    public OptionTable Headers { get; init; } = OptionTable.Empty;

    [Option("How long a request and its answer may take. Default: OTEL_EXPORTER_OTLP_TIMEOUT, else 10s.", Min = "1ms", Max = "10m")]
    public TimeSpan? Timeout { get; init; }

    [Option("PEM file of the authorities that the server's certificate must come from. Default: OTEL_EXPORTER_OTLP_CERTIFICATE, else those of this machine.")]
    public string? Ca { get; init; }

    [Option("PEM file of the certificate to show to the server, those between it and the authority behind it. Default: OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE, else none.")]
    public string? Certificate { get; init; }

    [Option("PEM file of that certificate's private key. Default: OTEL_EXPORTER_OTLP_CLIENT_KEY.")]
    public string? Key { get; init; }

    [Option("Whether a gRPC endpoint without http:// or https:// is spoken to without TLS. Default: OTEL_EXPORTER_OTLP_INSECURE, else false.")]
    public bool? Insecure { get; init; }

    [Option("The resource's service.name. Default: the one in resource, else OTEL_SERVICE_NAME, else the one in OTEL_RESOURCE_ATTRIBUTES, else pipeline.")]
    public string? ServiceName { get; init; }

    [Option("Attributes of the resource, such as { \"deployment.environment.name\" = \"test\" }; host.name is the rows' host if it is not among them. Those not named here are added from OTEL_RESOURCE_ATTRIBUTES.")]
    public OptionTable Resource { get; init; } = OptionTable.Empty;

    [Option("Whether each log record carries the row's identity as log.record.uid, by which one that was sent twice is recognized.")]
    public bool RowIds { get; init; } = true;
}
