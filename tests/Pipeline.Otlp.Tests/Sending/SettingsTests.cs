using Pipeline.Http;
using Pipeline.Sinks.Otlp;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>What options, environment and defaults make together.</summary>
public class SettingsTests
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    [Theory]
    [InlineData(null, "http://localhost:4318/v1/metrics", "http://localhost:4318/v1/logs", "http://localhost:4318/v1/traces")]
    [InlineData("http/json", "http://localhost:4318/v1/metrics", "http://localhost:4318/v1/logs", "http://localhost:4318/v1/traces")]
    [InlineData(
        "grpc",
        "http://localhost:4317/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        "http://localhost:4317/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        "http://localhost:4317/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    public void Defaults_are_those_of_the_specification(string? protocol, string metrics, string logs, string traces)
    {
        var options = new OtlpOptions { Protocol = protocol };

        Assert.Equal([metrics, logs, traces], ((OtlpSignal[])[OtlpSignal.Metrics, OtlpSignal.Logs, OtlpSignal.Traces]).Select(signal => Read(options, signal).Url.ToString()));
        var target = Read(options);
        Assert.Equal((Compression.None, TimeSpan.FromSeconds(10), new TlsFiles(null, null, null)), (target.Compression, target.Timeout, target.Tls));
        Assert.Empty(target.Headers);
    }

    [Theory]
    [InlineData("http://example:1234", "http://example:1234/v1/logs")]
    [InlineData("http://example:1234/", "http://example:1234/v1/logs")]
    [InlineData("https://example/otlp", "https://example/otlp/v1/logs")]
    [InlineData("https://example/otlp/", "https://example/otlp/v1/logs")]
    [InlineData("https://example/otlp?tenant=a%20b", "https://example/otlp/v1/logs?tenant=a%20b")]
    public void Behind_an_endpoint_of_HTTP_comes_the_signals_path(string endpoint, string url)
    {
        Assert.Equal(url, Read(new OtlpOptions { Endpoint = endpoint }).Url.AbsoluteUri);
        Assert.Equal(url, Read(new OtlpOptions(), environment: ("ENDPOINT", endpoint)).Url.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://example:1234", "http://example:1234/")]
    [InlineData("http://example:1234/my/logs", "http://example:1234/my/logs")]
    public void Behind_an_endpoint_of_one_signal_comes_nothing(string endpoint, string url)
    {
        Assert.Equal(url, Read(new OtlpOptions { LogsEndpoint = endpoint }).Url.ToString());
        Assert.Equal(url, Read(new OtlpOptions(), environment: ("LOGS_ENDPOINT", endpoint)).Url.ToString());
    }

    [Theory]
    [InlineData("example:4317", null, "https")]
    [InlineData("example:4317", "true", "http")]
    [InlineData("example:4317", "False", "https")]
    [InlineData("http://example:4317", "false", "http")]
    [InlineData("https://example:4317", "true", "https")]
    public void The_scheme_says_whether_gRPC_is_safe_and_else_insecure_does(string endpoint, string? insecure, string scheme)
    {
        var options = new OtlpOptions { Endpoint = endpoint, Protocol = "grpc" };
        var asOption = options with { Insecure = insecure is null ? null : bool.Parse(insecure) };

        Assert.Equal((scheme, "example", 4317), (Read(asOption).Url.Scheme, Read(asOption).Url.Host, Read(asOption).Url.Port));
        Assert.Equal(scheme, Read(options, environment: ("INSECURE", insecure ?? "")).Url.Scheme);
    }

    [Fact]
    public void The_configuration_wins_over_the_signals_variable_and_that_over_the_one_of_all()
    {
        (string, string)[] both = [("ENDPOINT", "http://all"), ("LOGS_ENDPOINT", "http://one/x"), ("TIMEOUT", "1000"), ("LOGS_TIMEOUT", "2000")];

        var configured = Read(new OtlpOptions { Endpoint = "http://mine", Timeout = TimeSpan.FromSeconds(3) }, environment: both);
        var left = Read(new OtlpOptions(), environment: both);
        var other = Read(new OtlpOptions(), OtlpSignal.Traces, both);

        Assert.Equal(("http://mine/v1/logs", 3), (configured.Url.ToString(), configured.Timeout.TotalSeconds));
        Assert.Equal(("http://one/x", 2), (left.Url.ToString(), left.Timeout.TotalSeconds));
        Assert.Equal(("http://all/v1/traces", 1), (other.Url.ToString(), other.Timeout.TotalSeconds));
    }

    [Fact]
    public void Every_variable_is_known()
    {
        var target = Read(
            new OtlpOptions(),
            OtlpSignal.Metrics,
            ("PROTOCOL", "http/json"),
            ("METRICS_PROTOCOL", "grpc"),
            ("ENDPOINT", "collector:7777"),
            ("METRICS_INSECURE", "true"),
            ("COMPRESSION", "none"),
            ("METRICS_COMPRESSION", "gzip"),
            ("HEADERS", " api-key = a%20key%3D1 , tenant=b "),
            ("TIMEOUT", "1500"),
            ("CERTIFICATE", "/ca"),
            ("METRICS_CERTIFICATE", "/metrics-ca"),
            ("CLIENT_KEY", "/key"),
            ("CLIENT_CERTIFICATE", "/certificate"));

        Assert.Equal("http://collector:7777", target.Where);
        Assert.Equal((Protocol.Grpc, Compression.Gzip, 1.5), (target.Protocol, target.Compression, target.Timeout.TotalSeconds));
        Assert.Equal(new TlsFiles("/metrics-ca", "/certificate", "/key"), target.Tls);
        Assert.Equal([new("api-key", "a key=1"), new("tenant", "b")], target.Headers);
    }

    [Fact]
    public void Headers_are_filled_up_name_by_name()
    {
        var target = Read(new OtlpOptions { Headers = Table(("Tenant", "mine"), ("number", 7L)) }, environment: ("HEADERS", "tenant=theirs,api-key=x"));

        Assert.Equal([new("Tenant", "mine"), new("number", "7"), new("api-key", "x")], target.Headers);
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set() =>
        Assert.Equal(new Uri("http://localhost:4318/v1/logs"), Read(new OtlpOptions(), environment: [("ENDPOINT", ""), ("PROTOCOL", ""), ("TIMEOUT", ""), ("HEADERS", "")]).Url);

    [Theory]
    [InlineData("endpoint", "ENDPOINT", "localhost:4318", "not a URL to send to (got 'localhost:4318'")]
    [InlineData("endpoint", "ENDPOINT", "ftp://localhost", "not a URL to send to")]
    [InlineData("endpoint", "ENDPOINT", "http://me:secret@localhost", "a user or password in the URL is not sent")]
    [InlineData("protocol", "PROTOCOL", "http", "not a protocol of OTLP (got 'http', expected one of grpc, http/protobuf, http/json)")]
    [InlineData("certificate", "CLIENT_CERTIFICATE", "/certificate", "a certificate needs its private key")]
    [InlineData("key", "CLIENT_KEY", "/key", "a private key needs its certificate")]
    public void What_cannot_be_is_told_where_it_was_said(string option, string variable, string value, string message)
    {
        var options = option switch
        {
            "endpoint" => new OtlpOptions { Endpoint = value },
            "protocol" => new OtlpOptions { Protocol = value },
            "certificate" => new OtlpOptions { Certificate = value },
            _ => new OtlpOptions { Key = value },
        };
        var configured = Assert.Throws<OptionException>(() => Read(options));
        Assert.Equal(option, configured.Key);
        Assert.StartsWith(message, configured.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", configured.Message, StringComparison.Ordinal);

        var surrounding = Assert.Throws<OptionException>(() => Read(new OtlpOptions(), environment: (variable, value)));
        Assert.Equal("", surrounding.Key);
        Assert.StartsWith($"environment variable {Prefix}{variable}: {message}", surrounding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIMEOUT", "10s")]
    [InlineData("TIMEOUT", "0")]
    [InlineData("TIMEOUT", "99999999999999999999")]
    [InlineData("COMPRESSION", "zstd")]
    [InlineData("INSECURE", "maybe")]
    [InlineData("HEADERS", "just-a-secret")]
    [InlineData("HEADERS", "name=line%0Asecret")]
    [InlineData("HEADERS", "grpc-timeout=secret")]
    [InlineData("HEADERS", "na me=secret")]
    public void A_variable_that_cannot_be_is_told(string variable, string value)
    {
        var problem = Assert.Throws<OptionException>(() => Read(new OtlpOptions { Protocol = "grpc" }, environment: (variable, value)));

        Assert.StartsWith($"environment variable {Prefix}{variable}: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void gRPC_has_no_path() =>
        Assert.StartsWith("gRPC has no path", Assert.Throws<OptionException>(() => Read(new OtlpOptions { Protocol = "grpc", Endpoint = "http://localhost:4317/v1/logs" })).Message, StringComparison.Ordinal);

    [Fact]
    public void The_content_of_a_key_is_never_shown()
    {
        var problem = Assert.Throws<OptionException>(() => Read(new OtlpOptions { Certificate = "/certificate", Key = "-----BEGIN PRIVATE KEY-----\nsecret" }));

        Assert.Equal("key", problem.Key);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_cannot_be_is_told()
    {
        Assert.Equal("headers.content-type", Assert.Throws<OptionException>(() => Read(new OtlpOptions { Headers = Table(("content-type", "secret")) })).Key);
        Assert.Equal("headers.x", Assert.Throws<OptionException>(() => Read(new OtlpOptions { Headers = Table(("x", "sécret")) })).Key);
        Assert.Equal("headers.x", Assert.Throws<OptionException>(() => Read(new OtlpOptions { Headers = Table(("x", new object[] { "a" })) })).Key);
    }

    [Fact]
    public void The_resource_is_filled_up_key_by_key()
    {
        Dictionary<string, string> environment = new()
        {
            ["OTEL_SERVICE_NAME"] = "theirs",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=last,region=eu%2Cwest,zone=b",
        };
        string Of(OtlpOptions options) => string.Join(" ", ResourceReader.Read(options, new OtelEnvironment(environment.GetValueOrDefault)).Select(a => $"{a.Key}={a.Value}"));

        Assert.Equal("region=eu,west service.name=theirs zone=b", Of(new OtlpOptions()));
        Assert.Equal("region=eu,west service.name=mine zone=c", Of(new OtlpOptions { ServiceName = "mine", Resource = Table(("zone", "c")) }));
        Assert.Equal("level=3 region=eu,west service.name=here zone=b", Of(new OtlpOptions { Resource = Table(("service.name", "here"), ("level", 3L)) }));
        environment.Remove("OTEL_SERVICE_NAME");
        Assert.Equal("region=eu,west service.name=last zone=b", Of(new OtlpOptions()));
        environment.Clear();
        Assert.Equal("service.name=pipeline", Of(new OtlpOptions()));
    }

    private static SignalTarget Read(OtlpOptions options, OtlpSignal signal = OtlpSignal.Logs, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(variable => Prefix + variable.Name, variable => variable.Value);
        return new TargetReader(options, new OtelEnvironment(variables.GetValueOrDefault)).Read(signal);
    }

    private static SignalTarget Read(OtlpOptions options, params (string Name, string Value)[] environment) => Read(options, OtlpSignal.Logs, environment);

    private static OptionTable Table(params (string Key, object Value)[] entries) => new(entries.ToDictionary(entry => entry.Key, entry => entry.Value));
}
