using System.Globalization;
using Pipeline.Http;
using Pipeline.Otlp;

namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>Puts together what options, environment and the specification's defaults say of a signal: the first of these that says something counts.</summary>
internal sealed class TargetReader(OtlpOptions options, OtelEnvironment environment)
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, Protocol> Protocols = new(StringComparer.Ordinal)
    {
        ["grpc"] = Protocol.Grpc,
        ["http/protobuf"] = Protocol.HttpProtobuf,
        ["http/json"] = Protocol.HttpJson,
    };

    /// <exception cref="OptionException">Something that is said cannot be.</exception>
    public SignalTarget Read(OtlpSignal signal)
    {
        var protocol = ProtocolOf(signal);
        return new SignalTarget(
            EndpointReader.Read(signal, protocol, options, environment),
            protocol,
            CompressionOf(signal),
            HeaderReader.Read(options.Headers, environment.Nearest(signal, "HEADERS", "headers")),
            TimeoutOf(signal),
            TlsOf(signal));
    }

    private Protocol ProtocolOf(OtlpSignal signal)
    {
        var said = options.Protocol is { } option ? new Setting(option, "protocol") : environment.Nearest(signal, "PROTOCOL", "protocol");
        if (said is null)
            return Protocol.HttpProtobuf;
        return Protocols.TryGetValue(said.Text, out var protocol)
            ? protocol
            : throw said.Wrong($"not a protocol of OTLP (got '{said.Text}', expected one of {string.Join(", ", Protocols.Keys)})", said.Text, [.. Protocols.Keys]);
    }

    private Compression CompressionOf(OtlpSignal signal)
    {
        if (options.Compression is { } option)
            return option;
        return environment.Nearest(signal, "COMPRESSION", "compression") switch
        {
            null or { Text: "none" } => Compression.None,
            { Text: "gzip" } => Compression.Gzip,
            { } other => throw other.Wrong($"not a compression (got '{other.Text}', expected none or gzip)"),
        };
    }

    private TimeSpan TimeoutOf(OtlpSignal signal)
    {
        if (options.Timeout is { } option)
            return option;
        if (environment.Nearest(signal, "TIMEOUT", "timeout") is not { } variable)
            return TimeSpan.FromSeconds(10);
        return long.TryParse(variable.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0 && milliseconds <= LongestTimeout.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw variable.Wrong($"not a timeout (got '{variable.Text}', expected milliseconds from 1 to {LongestTimeout.TotalMilliseconds})");
    }

    private TlsFiles TlsOf(OtlpSignal signal)
    {
        var ca = FileOf(options.Ca, "ca") ?? environment.Nearest(signal, "CERTIFICATE", "ca");
        var certificate = FileOf(options.Certificate, "certificate") ?? environment.Nearest(signal, "CLIENT_CERTIFICATE", "certificate");
        var key = FileOf(options.Key, "key") ?? environment.Nearest(signal, "CLIENT_KEY", "key");
        if (certificate is not null && key is null)
            throw certificate.Wrong("a certificate needs its private key: give it as key");
        if (key is not null && certificate is null)
            throw key.Wrong("a private key needs its certificate: give it as certificate");
        return new TlsFiles(ca?.Text, certificate?.Text, key?.Text);
    }

    private static Setting? FileOf(string? path, string option)
    {
        // The content would be shown as a path that is not there.
        if (path?.Contains("-----BEGIN", StringComparison.Ordinal) == true)
            throw new OptionException(option, "a file's content (expected the path of a PEM file: a string, not { file = ... })");
        return path is null ? null : new Setting(path, option);
    }
}
