namespace Pipeline.Servers.Collector;

/// <summary>How a request came.</summary>
public enum Transport
{
    Grpc,
    HttpProtobuf,
    HttpJson,
}
