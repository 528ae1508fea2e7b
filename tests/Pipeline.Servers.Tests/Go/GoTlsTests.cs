using System.Globalization;
using System.Text.Json;

namespace Pipeline.Servers.Tests.Go;

/// <summary>Programs that Go compiles, on both ends of TLS connections, while the host traces them.</summary>
[Trait("needs", "root")]
public sealed class GoTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string[]> Builds => new(
        ["-ldflags=-s -w"],
        ["-buildmode=pie"]);

    [Theory]
    [MemberData(nameof(Builds))]
    public async Task Plain_text_is_byte_for_byte_what_goroutines_sent_and_received(string[] build)
    {
        Needs.Root("go");
        using var program = await GoProgram.StartAsync(_folder, "exchange", build, "24");
        using var host = await TraceAsync(program.Port, "sockets.conn_data");
        var said = await program.RunAsync();
        await StopAsync(host);

        // Buffers on stacks that moved meanwhile are part of it.
        Assert.NotEqual("stacks 0", said[^1]);
        Assert.Equal(48, said.Length - 1);
        Assert.Equal(Sorted(said[..^1].SelectMany(PlainStream.Said)), Sorted(PlainStream.Seen(host.Rows)));
    }

    /// <summary>Only Go knows in which order the calls of goroutines came that write to a connection at once.</summary>
    [Fact]
    public async Task What_goroutines_write_at_once_is_in_its_place_or_counted()
    {
        Needs.Root("go");
        using var program = await GoProgram.StartAsync(_folder, "together", [], "4");
        using var host = await TraceAsync(program.Port, "sockets.conn_data");
        var said = Assert.Single(await program.RunAsync()).Split(' ');
        await StopAsync(host);

        var read = Assert.Single(PlainStream.Seen(host.Rows.Where(r => PlainStream.Is(r, "ingress", "remote_port", program.Port))));
        Assert.Equal((long.Parse(said[0], CultureInfo.InvariantCulture), said[1]), (read.Bytes, read.Hash));
        var received = PlainStream.Payload(host.Rows, "remote_port", program.Port);
        long position = 0;
        foreach (var row in host.Rows.Where(r => PlainStream.Is(r, "egress", "local_port", program.Port)).OrderBy(r => r.GetProperty("position").GetInt64()))
        {
            var payload = row.GetProperty("payload").GetBytesFromBase64();
            Assert.Equal(position, row.GetProperty("position").GetInt64());
            Assert.Equal(Convert.ToHexString(received.AsSpan((int)position, payload.Length)), Convert.ToHexString(payload));
            position += row.GetProperty("size").GetInt64();
        }

        Assert.Equal(read.Bytes, position);
    }

    [Fact]
    public async Task Requests_over_HTTP_1_are_all_rows_on_both_sides()
    {
        Needs.Root("go");
        using var program = await GoProgram.StartAsync(_folder, "web", ["-ldflags=-s -w"], "http/1.1", "16", "30");
        using var host = await TraceAsync(program.Port, "requests.http_events");
        var said = await program.RunAsync();
        await StopAsync(host);

        Assert.Equal(16 * 30, said.Length);
        foreach (var role in (string[])["client", "server"])
            Assert.Equal(said.Order(StringComparer.Ordinal), host.Rows.Where(r => r.GetProperty("trace_role").GetString() == role).Select(Text).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(JsonElement row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.GetProperty("req_path").GetString()} {row.GetProperty("resp_status").GetInt32()} {row.GetProperty("resp_body_size").GetInt64()}");

    private static PlainStream[] Sorted(IEnumerable<PlainStream> streams) => [.. streams.OrderBy(s => s.Local).ThenBy(s => s.Remote).ThenBy(s => s.Direction, StringComparer.Ordinal)];

    private async Task<HostRun> TraceAsync(int port, string table)
    {
        var configuration = _folder.Write("trace.toml", $"""
            [pipeline]
            memory = "1GiB"
            stop_deadline = "5m"
            [sources.sockets]
            type = "sockets"
            protocols = ["unknown", "http", "http2"]
            ports = [{port}]
            ring_size = "256MiB"
            [transforms.requests]
            type = "protocols"
            inputs = ["sockets.conn_data", "sockets.conn_events"]
            when_full = "block"
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["{table}"]
            when_full = "block"
            """);
        var host = HostRun.Start(_folder, "run", configuration);
        await host.AttachedAsync();
        return host;
    }

    private static async Task StopAsync(HostRun host)
    {
        var ledger = await host.StopAsync();
        Assert.All(ledger.Components, c => Assert.Empty(c.Dropped));
        Assert.All(ledger.Edges, e => Assert.Empty(e.Dropped));
        Assert.All(ledger.Kernel.Lost, l => Assert.Equal(0, l.Value));
    }
}
