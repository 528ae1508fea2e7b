using System.Security.Cryptography.X509Certificates;
using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Sinks.Otlp;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>Who trusts whom.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly Authority _stranger = new("stranger of a test");

    public static TheoryData<string> Protocols => ["grpc", "http/protobuf"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_of_the_named_authority_is_trusted(string protocol)
    {
        await using var collector = await ServeAsync(_authority.Issue("localhost"));

        Assert.Equal(Outcome.Delivered, await SendAsync(collector, protocol, _authority.CaFile));
        Assert.Equal(10, collector.Counts.Accepted(Signal.Logs));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_of_another_authority_is_not(string protocol)
    {
        await using var collector = await ServeAsync(_authority.Issue("localhost"));

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "certificate"), await SendAsync(collector, protocol, _stranger.CaFile));
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "certificate"), await SendAsync(collector, protocol, ca: null));
        Assert.Equal(0, collector.Counts.Requests);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_of_another_name_is_not_trusted(string protocol)
    {
        await using var collector = await ServeAsync(_authority.Issue("collector.example"));

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "certificate"), await SendAsync(collector, protocol, _authority.CaFile));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_certificate_that_has_expired_is_not_trusted(string protocol)
    {
        await using var collector = await ServeAsync(_authority.Issue("localhost", validDays: 0));

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "certificate"), await SendAsync(collector, protocol, _authority.CaFile));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_asks_is_shown_a_certificate(string protocol)
    {
        await using var collector = await ServeAsync(_authority.Issue("localhost"), _authority.Certificate);
        var (certificate, key) = _authority.Files(_authority.Issue("this-sink"));

        Assert.Equal(Outcome.Delivered, await SendAsync(collector, protocol, _authority.CaFile, certificate, key));
        Assert.Equal("CN=this-sink", Assert.Single(collector.Requests).ClientName);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_asks_and_gets_none_or_a_strangers_refuses(string protocol)
    {
        await using var collector = await ServeAsync(_authority.Issue("localhost"), _authority.Certificate);
        var (certificate, key) = _stranger.Files(_stranger.Issue("this-sink"));

        var without = await SendAsync(collector, protocol, _authority.CaFile);
        var strange = await SendAsync(collector, protocol, _authority.CaFile, certificate, key);

        // Kestrel closes the connection without a word of TLS: that it was about a certificate nobody can tell.
        Assert.All([without, strange], outcome => Assert.Equal(OutcomeKind.Retry, outcome.Kind));
        Assert.Equal(0, collector.Counts.Requests);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task TLS_to_a_server_without_is_no_connection(string protocol)
    {
        await using var collector = await OtlpCollector.StartAsync();
        var endpoint = (protocol == "grpc" ? collector.Grpc : collector.Http).ToString().Replace("http:", "https:", StringComparison.Ordinal);
        await using var sink = await SentSink.StartAsync(new OtlpOptions { Protocol = protocol, Endpoint = endpoint });

        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "certificate"), await sink.WriteAsync(Tables.EventRows(10)));
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_no_certificate_ends_the_sink()
    {
        var (certificate, _) = _authority.Files(_authority.Issue("this-sink"));
        foreach (var (options, option) in new (OtlpOptions, string)[]
        {
            (new() { Ca = "/nowhere/ca.pem" }, "'ca': /nowhere/ca.pem cannot be used"),
            (new() { Ca = _authority.Write("empty.pem", "") }, "'ca': "),
            (new() { Ca = _authority.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") }, "'ca': "),
            (new() { Certificate = certificate, Key = "/nowhere/key.pem" }, "'certificate': "),
            (new() { Certificate = certificate, Key = _stranger.Files(_stranger.Issue("x")).Key }, "'certificate': "),
        })
        {
            var problem = await Assert.ThrowsAsync<UnavailableException>(() => SentSink.StartAsync(options));
            Assert.StartsWith(option, problem.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    private static Task<OtlpCollector> ServeAsync(X509Certificate2 certificate, X509Certificate2? clients = null) =>
        OtlpCollector.StartAsync(new CollectorOptions { Certificate = certificate, ClientAuthority = clients });

    private static async Task<Outcome> SendAsync(OtlpCollector collector, string protocol, string? ca, string? certificate = null, string? key = null)
    {
        await using var sink = await SentSink.StartAsync(new OtlpOptions
        {
            Protocol = protocol,
            Endpoint = (protocol == "grpc" ? collector.Grpc : collector.Http).ToString(),
            Ca = ca,
            Certificate = certificate,
            Key = key,
        });
        return await sink.WriteAsync(Tables.EventRows(10));
    }
}
