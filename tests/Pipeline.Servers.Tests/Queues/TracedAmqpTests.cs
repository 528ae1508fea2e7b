using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>rabbitmq-server and its clients while the host traces them and tcpdump records them.</summary>
[Trait("needs", "root")]
public sealed class TracedAmqpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Methods_that_clients_and_server_send_are_those_of_tshark_on_both_sides_and_in_a_capture()
    {
        Needs.Root("rabbitmq-server", "amqp-publish", "tcpdump", "tshark");
        using var server = await Rabbitmq.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "amqp", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        await RunningProcess.RunAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "handlers", "amqp_talk.py"), server.Port.ToString(CultureInfo.InvariantCulture));
        await RunningProcess.RunAsync("amqp-publish", "-u", $"amqp://guest:guest@127.0.0.1:{server.Port}", "-r", "nobody", "-b", "hello");
        await wire.StopAsync();
        await trace.StopAsync();

        var witnessed = await AmqpMethods.OfWireAsync(wire.File, server.Port);
        Assert.InRange(witnessed.Length, 200, 1000);
        var replayed = await Replayed.RowsAsync(_folder, wire, "amqp_events");
        Assert.Equal(witnessed, AmqpMethods.Of(replayed, "client", server.Port));
        foreach (var role in (string[])["client", "server"])
        {
            Assert.Equal(witnessed, AmqpMethods.Of(trace.Rows, role, server.Port));
            JsonElement[] rows = [.. trace.Rows.Where(r => r.GetProperty("table").GetString() == "amqp_events" && r.GetProperty("trace_role").GetString() == role)];
            JsonElement[] published = [.. rows.Where(r => Text(r, "operation") == "publish")];
            Assert.Equal(["300000", "300000", "4"], published.Where(r => Text(r, "routing_key") is "new.big" or "nowhere").Select(r => r.GetProperty("body_size").ToString()));
            Assert.Equal(22, published.Count(r => Text(r, "resp_method") == "basic.ack" && r.GetProperty("latency_ns").GetInt64() > 0));
            Assert.Equal(["ACCESS_REFUSED", "NOT_FOUND", "NO_ROUTE"], rows.Select(r => Text(r, "error")).Where(e => e.Length > 0).Distinct().Order(StringComparer.Ordinal));
            Assert.All(rows, r => Assert.DoesNotContain("wrong-password", r.ToString(), StringComparison.Ordinal));
        }

        // Whoever gives the wrong password hangs up when the server closes the connection: once on each side.
        Assert.Equal(2, trace.Stat("unpaired_requests"));
        Assert.Equal(0, trace.Stat("unpaired_responses") + trace.Stat("invalid") + trace.Stat("resyncs"));
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;
}
