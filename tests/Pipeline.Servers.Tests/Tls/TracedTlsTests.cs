using System.Text.Json;
using Pipeline.Servers.Tests.Http2;
using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Tls;

/// <summary>Real servers and clients of HTTP over TLS while the host traces them: the rows of both sides are what tshark decrypts of the packets, with the secrets that one side wrote down.</summary>
[Trait("needs", "root")]
public sealed class TracedTlsTests : IDisposable
{
    private static readonly string[] Paths = [.. Nginx.Sizes.Where(s => s <= 20_000).Select(s => $"/f/{s}"), .. Nginx.Statuses.Select(s => $"/s/{s}"), "/none", "/f/100?q=%20a&b="];

    private readonly TemporaryFolder _folder = new();
    private readonly Certificate _certificate;
    private readonly KeyLog _keys;

    public TracedTlsTests() => (_certificate, _keys) = (Certificate.Make(_folder), new KeyLog(_folder));

    [Fact]
    public async Task Encrypted_requests_of_h2load_are_those_of_nginx_s_log_and_of_tshark()
    {
        Needs.Root("nginx", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder, "", _certificate);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await H2load.RunEncryptedAsync(_keys, isHttp2: false, _folder, nginx.Port, requests: 500, connections: 5, Paths);
        await wire.StopAsync();
        await trace.StopAsync();

        await CheckAsync(trace, wire, nginx.Port, 500);
        var log = await AccessLog.ReadAsync(nginx.Log, 500);
        foreach (var role in (string[])["server", "client"])
            Exchanges.AssertSame(log, HttpRows.Of(trace.Rows, role, nginx.Port));
    }

    [Fact]
    public async Task What_curl_can_ask_for_is_what_nginx_was_asked()
    {
        Needs.Root("nginx", "curl", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder, "", _certificate);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await Curl.RunAsync(_folder, $"https://127.0.0.1:{nginx.Port}", [.. _keys.Writing, $"CURL_CA_BUNDLE={_certificate.Path}", $"CURL_HOME={OlderTls()}"]);
        await wire.StopAsync();
        await trace.StopAsync();

        await CheckAsync(trace, wire, nginx.Port, Curl.Requests);
    }

    [Fact]
    public async Task Encrypted_streams_of_h2load_are_those_of_nginx_s_log_and_of_tshark()
    {
        Needs.Root("nginx", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder, " http2", _certificate);
        using var trace = await Trace.StartAsync(_folder, "http2", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await H2load.RunEncryptedAsync(_keys, isHttp2: true, _folder, nginx.Port, requests: 200, connections: 4, Paths);
        await wire.StopAsync();
        await trace.StopAsync();

        await CheckHttp2Async(trace, wire, nginx.Port, 200);
    }

    [Fact]
    public async Task Haproxy_ends_encryption_and_asks_another_in_HTTP_1()
    {
        Needs.Root("nginx", "haproxy", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var haproxy = await Haproxy.StartAsync(_folder, nginx.Port, certificate: _certificate);
        using var trace = await Trace.StartAsync(_folder, "http2", nginx.Port, haproxy.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port, haproxy.Port);
        await H2load.RunEncryptedAsync(_keys, isHttp2: true, _folder, haproxy.Port, requests: 150, connections: 3, Paths);
        await wire.StopAsync();
        await trace.StopAsync();

        await CheckHttp2Async(trace, wire, haproxy.Port, 150);
        var behind = await HttpWire.ReadAsync(wire.File, nginx.Port);
        Assert.Equal(150, behind.Length);
        foreach (var role in (string[])["server", "client"])
            Exchanges.AssertSame(behind, HttpRows.Of(trace.Rows, role, nginx.Port));
        Assert.Equal(
            ["h2load client True", "haproxy client False", "haproxy server True", "nginx server False"],
            trace.Rows.Where(r => HttpRows.Is(r, "client") || HttpRows.Is(r, "server"))
                .Select(r => $"{r.GetProperty("comm").GetString()} {r.GetProperty("trace_role").GetString()} {r.GetProperty("encrypted").GetBoolean()}").Distinct().Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_of_HttpClient_to_Kestrel_are_those_of_tshark(bool isHttp2)
    {
        Needs.Root("tcpdump", "tshark");
        using var server = await Handlers.StartKestrelAsync(_keys.Writing, isHttp2 ? "http2" : "http", _certificate.Path, _certificate.Key);
        using var trace = await Trace.StartAsync(_folder, "http2", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        using (var handler = new SocketsHttpHandler())
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.Whole.GetCertHashString();
            using var client = new HttpClient(handler)
            {
                BaseAddress = new Uri($"https://127.0.0.1:{server.Port}"),
                Timeout = Patience.ForAnything,
                DefaultRequestVersion = isHttp2 ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11,
                DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            await AskAsync(client);
        }

        await wire.StopAsync();
        await trace.StopAsync();

        await (isHttp2 ? CheckHttp2Async(trace, wire, server.Port, 65) : CheckAsync(trace, wire, server.Port, 65));
        Assert.All(trace.Rows.Where(r => HttpRows.Is(r, "client")), r => Assert.Equal(Environment.ProcessId, r.GetProperty("pid").GetInt32()));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>65 requests.</summary>
    private static async Task AskAsync(HttpClient client)
    {
        var cancellation = TestContext.Current.CancellationToken;
        for (var i = 0; i < 3; i++)
            await Task.WhenAll(Enumerable.Range(0, 20).Select(n => client.GetByteArrayAsync(new Uri($"/delay/{n % 5}/{5000 * n}", UriKind.Relative), cancellation)));
        for (byte count = 0; count < 5; count++)
        {
            using var content = new ByteArrayContent([0, 0, 0, 0, 1, count]);
            using var answer = await client.PostAsync(new Uri("/test.Echo/Count", UriKind.Relative), content, cancellation);
            Assert.Equal(6 * count, (await answer.Content.ReadAsByteArrayAsync(cancellation)).Length);
        }
    }

    /// <summary>The rows of both ends are what tshark decrypts.</summary>
    private async Task CheckAsync(Trace trace, Wire wire, int port, int count)
    {
        var witnessed = await HttpWire.ReadAsync(wire.File, port, _keys);
        Assert.Equal(count, witnessed.Length);
        foreach (var role in (string[])["server", "client"])
            Exchanges.AssertSame(witnessed, HttpRows.Of(trace.Rows, role, port));
        AssertWhole(trace, port);
    }

    private async Task CheckHttp2Async(Trace trace, Wire wire, int port, int count)
    {
        var witnessed = await Http2Wire.ReadAsync(wire.File, port, _keys);
        Assert.Equal(count, witnessed.Length);
        foreach (var role in (string[])["server", "client"])
            Http2Stream.AssertSame(witnessed, Http2Rows.StreamsOf(trace.Rows, role, port));
        AssertWhole(trace, port);
    }

    private static void AssertWhole(Trace trace, int port)
    {
        Assert.All(trace.Rows.Where(r => IsOf(r, port)), r => Assert.True(r.GetProperty("encrypted").GetBoolean()));
        Assert.Equal((0, 0, 0), (trace.Stat("gap_bytes"), trace.Stat("unpaired_requests"), trace.Stat("unpaired_responses")));
    }

    private static bool IsOf(JsonElement row, int port) =>
        (HttpRows.Is(row, "client") && row.GetProperty("remote_port").GetInt32() == port) || (HttpRows.Is(row, "server") && row.GetProperty("local_port").GetInt32() == port);

    /// <summary>A folder with what curl is to do unless it is told otherwise; what other tests have is TLS 1.3.</summary>
    private string OlderTls()
    {
        Directory.CreateDirectory(_folder.Path("curl"));
        _folder.Write("curl/.curlrc", "tls-max = 1.2\n");
        return _folder.Path("curl");
    }
}
