using Pipeline.Http;

namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>Where and how the requests of one signal are sent.</summary>
/// <param name="Url">The whole URL: of HTTP the path of the signal, of gRPC the method included.</param>
/// <param name="Protocol">How requests are sent.</param>
/// <param name="Compression">How they are packed.</param>
/// <param name="Headers">On each request.</param>
/// <param name="Timeout">A request and its answer.</param>
/// <param name="Tls">Files for https.</param>
internal sealed record SignalTarget(
    Uri Url,
    Protocol Protocol,
    Compression Compression,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    TimeSpan Timeout,
    TlsFiles Tls)
{
    /// <summary>The other end, as people name it.</summary>
    public string Where => Protocol == Protocol.Grpc ? Url.GetLeftPart(UriPartial.Authority) : Url.ToString();
}
