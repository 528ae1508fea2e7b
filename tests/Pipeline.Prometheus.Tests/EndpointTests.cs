using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.Prometheus;

namespace Pipeline.Prometheus.Tests;

/// <summary>The web server's answers.</summary>
public class EndpointTests
{
    private static readonly TableSchema Counts = Columns.Table("counts", Columns.Label("name"), Columns.Counter("n"));

    [Theory]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("HEAD", "/metrics", 200)]
    [InlineData("GET", "/", 200)]
    [InlineData("HEAD", "/", 200)]
    [InlineData("GET", "/-/healthy", 200)]
    [InlineData("GET", "/-/ready", 200)]
    [InlineData("HEAD", "/-/ready", 200)]
    [InlineData("GET", "/metrics/", 404)]
    [InlineData("GET", "/Metrics", 404)]
    [InlineData("GET", "/favicon.ico", 404)]
    [InlineData("POST", "/nowhere", 404)]
    [InlineData("POST", "/metrics", 405)]
    [InlineData("DELETE", "/", 405)]
    [InlineData("OPTIONS", "/-/ready", 405)]
    public async Task A_request_gets_its_status(string method, string path, int status)
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await sink.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 405)
            Assert.Equal("GET, HEAD", string.Join(", ", answer.Content.Headers.Allow));
        if (method == "HEAD")
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_index_page_links_to_the_figures()
    {
        await using var sink = await RunningSink.StartAsync([Counts], RunningSink.Options with { Path = "/a/<b>" });
        using var answer = await sink.GetAsync(path: "/");
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("<a href=\"/a/&lt;b&gt;\">", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await sink.GetAsync(path: "/a/%3Cb%3E")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await sink.GetAsync()).StatusCode);
    }

    [Fact]
    public async Task Who_takes_no_format_there_is_gets_406_and_the_list()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var answer = await sink.GetAsync("application/json");
        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
        Assert.Equal(
            "There is text/plain; version=0.0.4; charset=utf-8, or application/openmetrics-text; version=1.0.0; charset=utf-8, or application/vnd.google.protobuf; "
            + "proto=io.prometheus.client.MetricFamily; encoding=delimited.\n",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Gzip_is_the_same_text_in_fewer_bytes()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var rows = new Rows(Counts);
        for (var i = 0; i < 5000; i++)
            rows.Add($"name {i}", i);
        await sink.WriteAsync(rows.Build());
        var plain = await sink.ScrapeRowsAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        using var answer = await sink.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
        var packed = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(packed.Length, 1, plain.Length / 3);
        using var reader = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress));
        Assert.StartsWith(plain, await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_who_has_it_and_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await using var sink = Bound(address);
        var failure = await Assert.ThrowsAsync<UnavailableException>(async () => await sink.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"{address} is in use by this pipeline itself: stop it, or choose another address with 'listen'", failure.Message);
    }

    [Fact]
    public async Task A_port_that_another_process_has_is_told_with_its_name()
    {
        using var python = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "python3", ["-c", "import socket,sys; s=socket.create_server(('127.0.0.1',0)); print(s.getsockname()[1],flush=True); sys.stdin.read()"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        var address = $"127.0.0.1:{await python.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)}";
        await using var sink = Bound(address);
        var failure = await Assert.ThrowsAsync<UnavailableException>(async () => await sink.StartAsync(TestContext.Current.CancellationToken));
        python.StandardInput.Close();
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Matches($@"^{address} is in use by python3\S* \(pid {python.Id}\): stop it, or choose another address with 'listen'$", failure.Message);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told()
    {
        await using var sink = Bound("192.0.2.1:9435");
        var failure = await Assert.ThrowsAsync<UnavailableException>(async () => await sink.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal("192.0.2.1:9435 is no address of this machine: see 'ip address', and choose another with 'listen'", failure.Message);
    }

    [Theory]
    [InlineData(":0")]
    [InlineData("0.0.0.0:0")]
    [InlineData("localhost:0")]
    public async Task It_serves_on_what_it_is_told(string listen)
    {
        await using var sink = Bound(listen);
        await sink.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        var answer = await client.GetStringAsync($"http://127.0.0.1:{new Uri(sink.Addresses.Single()).Port}/-/healthy", TestContext.Current.CancellationToken);
        Assert.Equal("Healthy.\n", answer);
    }

    private static PrometheusSink Bound(string listen)
    {
        var sink = new PrometheusSink(RunningSink.Options with { Listen = listen }, new LentContext());
        sink.Bind([Counts]);
        return sink;
    }
}
