using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.PrometheusRemoteWrite;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>Receivers that are not there, or say nonsense. Each attempt ends, with a word for what was wrong, and the next can succeed.</summary>
public class BrokenReceiverTests
{
    private static readonly TableSchema Table = Columns.Table("t", new ColumnSchema("time", ColumnType.Time), Columns.Gauge("g"));

    [Fact]
    public async Task Nobody_listens()
    {
        // Its port is nobody else's as long as this has it.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "unreachable"), await TryAsync($"http://{deaf.LocalEndPoint}/"));
    }

    [Fact]
    // Too long for a label of any name, so that nobody is asked.
    public async Task There_is_no_such_name() => Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "dns"), await TryAsync($"http://{new string('a', 64)}.invalid:9/"));

    [Theory]
    [InlineData("", "bad_answer")]
    [InlineData("HTTP/1.1 2", "bad_answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "bad_answer")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "bad_answer")]
    [InlineData("HTTP/1.1 999999 Huge\r\n\r\n", "bad_answer")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "bad_answer")]
    public async Task The_answer_is_none_or_half_of_one(string answer, string reason)
    {
        await using var server = new RawServer(Plain, answer);
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, reason), await TryAsync(server.Url));
    }

    [Fact]
    public async Task Headers_without_end_are_not_read_for_ever()
    {
        await using var server = new RawServer(Plain, "HTTP/1.1 200 OK\r\n", repeated: $"X-Y: {new string('z', 1000)}\r\n");
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "bad_answer"), await TryAsync(server.Url));
    }

    [Fact]
    public async Task Of_a_body_without_end_the_beginning_is_enough()
    {
        await using var server = new RawServer(Plain, "HTTP/1.1 503 Busy\r\nRetry-After: 3\r\n\r\n", repeated: new string('z', 1000));
        Assert.Equal(Outcome.RetryAfter(TimeSpan.FromSeconds(3), "http_503"), await TryAsync(server.Url));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad\r\nContent-Length: 1000\r\n\r\nout of order sam")]
    [InlineData("HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nout of order")]
    public async Task A_body_that_is_cut_short_does_not_change_what_the_status_says(string answer)
    {
        await using var server = new RawServer(Plain, answer);
        Assert.Equal(OutcomeKind.Failed, (await TryAsync(server.Url)).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-")]
    [InlineData("HTTP/1.1 500 Broken\r\nContent-Length: 10\r\n\r\nx")]
    public async Task Whoever_hangs_is_left(string answer)
    {
        await using var server = new RawServer(Plain, answer, hangs: true);
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "timeout"), await TryAsync(server.Url, options => options with { Timeout = TimeSpan.FromMilliseconds(500) }));
    }

    [Fact]
    public async Task Stopping_ends_an_attempt_at_once()
    {
        await using var server = new RawServer(Plain, "", hangs: true);
        using var sink = new RemoteSink(new PrometheusRemoteWriteOptions { Url = server.Url, Timeout = TimeSpan.FromMinutes(5) }, [Table]);
        using var rows = new Rows(Table);
        using var stop = new CancellationTokenSource();
        var write = sink.Sink.WriteAsync([rows.Add(1_000_000L, 0.5).Build()], stop.Token);
        await server.Connected;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await write);
    }

    [Fact]
    public async Task Certificates_are_checked_both_ways()
    {
        using var folder = new TemporaryFolder();
        using var authority = Authority("authority");
        using var other = Authority("other");
        using var server = Issue(authority, "localhost");
        using var client = Issue(authority, "client");
        using var stranger = Issue(other, "stranger");
        var (ca, otherCa) = (folder.Put("ca.pem", authority.ExportCertificatePem()), folder.Put("other.pem", other.ExportCertificatePem()));
        string[] Pair(X509Certificate2 certificate, string name) => [folder.Put($"{name}.pem", certificate.ExportCertificatePem()), folder.Put($"{name}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())];
        var (own, strange) = (Pair(client, "client"), Pair(stranger, "stranger"));

        await using var receiver = new RawServer(stream => SecureAsync(stream, server, authority), "HTTP/1.1 204 No Content\r\n\r\n");
        var url = receiver.Url.Replace("http://127.0.0.1", "https://localhost", StringComparison.Ordinal);
        Assert.Equal(Outcome.Delivered, await TryAsync(url, options => options with { Ca = ca, Certificate = own[0], Key = own[1] }));
        Assert.Equal("certificate", (await TryAsync(url, options => options with { Certificate = own[0], Key = own[1] })).Reason);
        Assert.Equal("certificate", (await TryAsync(url, options => options with { Ca = otherCa, Certificate = own[0], Key = own[1] })).Reason);
        Assert.Equal("certificate", (await TryAsync(url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), options => options with { Ca = ca, Certificate = own[0], Key = own[1] })).Reason);
        Assert.Equal(OutcomeKind.Retry, (await TryAsync(url, options => options with { Ca = ca, Certificate = strange[0], Key = strange[1] })).Kind);
        Assert.Equal(OutcomeKind.Retry, (await TryAsync(url, options => options with { Ca = ca })).Kind);
    }

    [Fact]
    public async Task A_server_without_TLS_at_the_end_of_https_is_told()
    {
        await using var server = new RawServer(Plain, "HTTP/1.1 400 Bad Request\r\n\r\n");
        Assert.Equal("certificate", (await TryAsync(server.Url.Replace("http:", "https:", StringComparison.Ordinal))).Reason);
    }

    private static Task<Stream> Plain(Stream stream) => Task.FromResult(stream);

    private static async Task<Stream> SecureAsync(Stream stream, X509Certificate2 certificate, X509Certificate2 clients)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { clients }, RevocationMode = X509RevocationMode.NoCheck },
        });
        return secure;
    }

    private static async Task<Outcome> TryAsync(string url, Func<PrometheusRemoteWriteOptions, PrometheusRemoteWriteOptions>? with = null)
    {
        var options = new PrometheusRemoteWriteOptions { Url = url, Version = "1" };
        using var sink = new RemoteSink(with?.Invoke(options) ?? options, [Table]);
        using var rows = new Rows(Table);
        return await sink.TryAsync(rows.Add(1_000_000L, 0.5).Build());
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), Encoding.ASCII.GetBytes(name));
        return certificate.CopyWithPrivateKey(key);
    }
}
