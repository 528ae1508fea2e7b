namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>How requests are sent.</summary>
internal enum Protocol
{
    Grpc,
    HttpProtobuf,
    HttpJson,
}
