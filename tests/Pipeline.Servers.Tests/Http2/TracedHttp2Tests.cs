using System.Net;
using System.Text;
using System.Text.Json;
using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Http2;

/// <summary>Real servers and clients of HTTP/2 while the host traces them: the rows of both sides, and those of a capture, are what tshark and the server's log say.</summary>
[Trait("needs", "root")]
public sealed class TracedHttp2Tests : IDisposable
{
    private static readonly string[] Paths = [.. Nginx.Sizes.Where(s => s <= 20_000).Select(s => $"/f/{s}"), .. Nginx.Statuses.Select(s => $"/s/{s}"), "/none", "/f/100?q=%20a&b="];

    // nghttpx hangs up on who stands still for ten seconds to a minute.
    private static readonly string[] Patient =
    [
        "--frontend-http2-read-timeout=1h", "--frontend-read-timeout=1h", "--frontend-write-timeout=1h", "--frontend-http2-settings-timeout=1h",
        "--backend-connect-timeout=1h", "--backend-read-timeout=1h", "--backend-write-timeout=1h", "--backend-http2-settings-timeout=1h",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Streams_of_h2load_to_nginx_are_those_of_its_log_and_of_tshark()
    {
        Needs.Root("nginx", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder, " http2");
        using var trace = await Trace.StartAsync(_folder, "http2", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await H2load.RunHttp2Async(_folder, nginx.Port, requests: 400, connections: 4, streams: 10, Paths);
        await wire.StopAsync();
        await trace.StopAsync();

        await CheckAsync(trace, wire, nginx.Port, 400);
        var log = await AccessLog.ReadAsync(nginx.Log, 400);
        foreach (var role in (string[])["server", "client"])
            Assert.Equal(Sorted(log), Sorted(HttpRows.Of(trace.Rows, role, nginx.Port)));
        Assert.Equal((0, 0, 0), (trace.Stat("gap_bytes"), trace.Stat("unpaired_requests"), trace.Stat("unpaired_responses")));
    }

    [Fact]
    public async Task What_curl_gets_of_any_size_is_what_nginx_was_asked_for()
    {
        Needs.Root("nginx", "curl", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder, " http2");
        using var trace = await Trace.StartAsync(_folder, "http2", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        var at = $"http://127.0.0.1:{nginx.Port}";
        foreach (var path in (string[])["/f/1000000", "/f/100000", "/nothing?a=1", "/none"])
            await CurlAsync("--output", _folder.Path("answer"), at + path);
        await CurlAsync("--head", $"{at}/f/20000");
        await CurlAsync("--cookie", "a=b", "--header", "authorization: secret", "--request", "DELETE", $"{at}/s/200");
        await wire.StopAsync();
        await trace.StopAsync();

        await CheckAsync(trace, wire, nginx.Port, 6);
        Assert.DoesNotContain("secret", string.Concat(trace.Rows.Select(r => r.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_that_is_upgraded_goes_on_with_the_request_that_upgraded_it()
    {
        Needs.Root("curl", "nghttp", "nghttpd", "nghttpx", "tcpdump");
        var (root, port, near) = (_folder.Path("root"), FreePort.Take(), FreePort.Take());
        Directory.CreateDirectory(root);
        await File.WriteAllTextAsync(Path.Combine(root, "a.txt"), "some text", TestContext.Current.CancellationToken);
        using var server = await ServerProcess.StartAsync(port, "nghttpd", "--no-tls", "--address=127.0.0.1", "-d", root, "--trailer", "x-sum: 1", "--push=/a.txt=/pushed.txt", $"{port}");
        // nghttpd knows of no upgrade.
        using var proxy = await ServerProcess.StartAsync(
            near,
            ["nghttpx", "--conf=/dev/null", $"--frontend=127.0.0.1,{near};no-tls", $"--backend=127.0.0.1,{port};;proto=h2", "--workers=1", .. Patient, "--errorlog-file=/dev/stderr", "--accesslog-file=/dev/null", "--no-server-push"]);
        using var trace = await Trace.StartAsync(_folder, "http2", port, near);
        using var wire = await Wire.RecordAsync(_folder, port, near);
        await RunningProcess.RunAsync("nghttp", "--null-out", "--upgrade", $"http://127.0.0.1:{near}/a.txt");
        await RunningProcess.RunAsync("curl", "--http2", "--silent", "--output", _folder.Path("answer"), $"http://127.0.0.1:{near}/none.txt");
        await RunningProcess.RunAsync("nghttp", "--null-out", "--trailer=x-end: 2", "--data", Path.Combine(root, "a.txt"), $"http://127.0.0.1:{port}/a.txt", $"http://127.0.0.1:{port}/other.txt");
        await RunningProcess.RunAsync("nghttp", "--null-out", $"http://127.0.0.1:{port}/a.txt");
        await wire.StopAsync();
        await trace.StopAsync();

        var replayed = await Replayed.RowsAsync(_folder, wire, "http_events");
        foreach (var (rows, role) in ((JsonElement[], string)[])[(trace.Rows, "client"), (trace.Rows, "server"), (replayed, "client")])
        {
            Assert.Equal([(1, "GET /a.txt", 200, 9), (1, "GET /none.txt", 404, 148)], Http2Rows.Of(rows, role, near).Select(Told));
            var direct = Http2Rows.Of(rows, role, port);
            Assert.Contains(direct, r => Told(r) is (2, "GET /pushed.txt", 404, 148));
            Assert.Contains(direct, r => Told(r) is (_, "POST /other.txt", 404, 148) && r.GetProperty("req_body_size").GetInt32() == 9);
            Assert.Contains(direct, r => Told(r) is (_, "POST /a.txt", 200, 9) && r.GetProperty("resp_trailers").GetProperty("x-sum").GetString() == "1");
        }

        Assert.Equal((0, 0), (trace.Stat("unpaired_requests"), trace.Stat("unpaired_responses")));
    }

    [Fact]
    public async Task Calls_of_Go_are_rows_with_their_status_and_messages()
    {
        Needs.Root("go", "tcpdump", "tshark");
        var program = await GoGrpc.BuildAsync(_folder);
        using var server = await GoGrpc.StartAsync(program);
        using var trace = await Trace.StartAsync(_folder, "http2", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        Assert.Equal(GoGrpc.Calls, await GoGrpc.CallAsync(program, server.Port));
        await wire.StopAsync();
        await trace.StopAsync();

        await CheckAsync(trace, wire, server.Port, GoGrpc.Calls.Length);
        string[] expected =
        [
            .. Enumerable.Repeat("test.Echo/Say OK 1 1", 20), "test.Echo/Say NOT_FOUND 1 0", "test.Echo/Say CANCEL 1 0", "test.Echo/None UNIMPLEMENTED 1 0",
            .. Enumerable.Range(0, 5).Select(i => $"test.Echo/Talk OK {i} {2 * i}"),
        ];
        foreach (var role in (string[])["server", "client"])
            Assert.Equal(expected, Http2Rows.Of(trace.Rows, role, server.Port).OrderBy(r => r.GetProperty("stream_id").GetInt32()).Select(Call));
    }

    [Fact]
    public async Task Calls_of_HttpClient_to_Kestrel_are_what_they_said()
    {
        Needs.Root("tcpdump", "tshark");
        using var server = await Handlers.StartKestrelAsync("http2");
        using var trace = await Trace.StartAsync(_folder, "http2", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        using (var client = new HttpClient())
        {
            (client.BaseAddress, client.Timeout) = (new Uri($"http://127.0.0.1:{server.Port}"), Patience.ForAnything);
            (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.GetByteArrayAsync(new Uri($"/delay/{i % 5}/{1000 * i}", UriKind.Relative))));
            for (var i = 0; i < 5; i++)
                await CallAsync(client, i);
        }

        await wire.StopAsync();
        await trace.StopAsync();

        await CheckAsync(trace, wire, server.Port, 25);
        Assert.Equal(
            [.. Enumerable.Range(0, 5).Select(i => $"test.Echo/Count {(i == 4 ? "OUT_OF_RANGE" : "OK")} 1 {i}")],
            Http2Rows.Of(trace.Rows, "server", server.Port).OrderBy(r => r.GetProperty("stream_id").GetInt32()).Where(r => Http2Rows.Text(r, "rpc_system") == "grpc").Select(Call));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The rows of both ends, and of the capture, are what tshark reads.</summary>
    private async Task CheckAsync(Trace trace, Wire wire, int port, int count)
    {
        var witnessed = await Http2Wire.ReadAsync(wire.File, port);
        Assert.Equal(count, witnessed.Length);
        foreach (var role in (string[])["server", "client"])
            Http2Stream.AssertSame(witnessed, Http2Rows.StreamsOf(trace.Rows, role, port));
        Http2Stream.AssertSame(witnessed, Http2Rows.StreamsOf(await Replayed.RowsAsync(_folder, wire, "http_events"), "client", port));
    }

    private static (int, string, int, int) Told(JsonElement row) => (
        row.GetProperty("stream_id").GetInt32(), $"{Http2Rows.Text(row, "req_method")} {Http2Rows.Text(row, "req_path")}", row.GetProperty("resp_status").GetInt32(), row.GetProperty("resp_body_size").GetInt32());

    private static string Call(JsonElement row) =>
        $"{Http2Rows.Text(row, "rpc_method")} {Http2Rows.Text(row, "error_type")}{Http2Rows.Text(row, "grpc_status")} {row.GetProperty("req_messages").GetInt64()} {row.GetProperty("resp_messages").GetInt64()}";

    private static async Task CallAsync(HttpClient client, int count)
    {
        using var content = new ByteArrayContent([0, 0, 0, 0, 1, (byte)count]);
        content.Headers.ContentType = new("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/test.Echo/Count", UriKind.Relative)) { Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TE.ParseAdd("trailers");
        using var response = await client.SendAsync(request);
        Assert.Equal(6 * count, Encoding.Latin1.GetByteCount(await response.Content.ReadAsStringAsync()));
        Assert.NotEmpty(response.TrailingHeaders);
    }

    private static Task CurlAsync(params IEnumerable<string> arguments) =>
        RunningProcess.RunAsync(["curl", "--http2-prior-knowledge", "--silent", "--show-error", "--max-time", "240", .. arguments]);

    private static IEnumerable<string> Sorted(IEnumerable<Exchange> exchanges) => exchanges.Select(e => $"{e.Port} {e.Method} {e.Path} {e.Status} {e.Received}").Order(StringComparer.Ordinal);
}
