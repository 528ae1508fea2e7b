using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>nats-server and clients while the host traces them and tcpdump records them.</summary>
[Trait("needs", "root")]
public sealed class TracedNatsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Lines_that_clients_and_server_say_are_those_of_the_server_s_log_on_both_sides_and_in_a_capture()
    {
        Needs.Root("nats-server", "tcpdump");
        using var server = await NatsServer.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "nats", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        await RunningProcess.RunAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "handlers", "nats_talk.py"), server.Port.ToString(CultureInfo.InvariantCulture));
        await wire.StopAsync();
        await trace.StopAsync();

        var said = await NatsLines.OfLogAsync(server.Log);
        Assert.InRange(said.Length, 220, 260);
        Assert.Equal(said, NatsLines.Of(await Replayed.RowsAsync(_folder, wire, "nats_events"), "client", server.Port));
        foreach (var role in (string[])["client", "server"])
        {
            Assert.Equal(said, NatsLines.Of(trace.Rows, role, server.Port));
            JsonElement[] rows = [.. trace.Rows.Where(r => r.GetProperty("table").GetString() == "nats_events" && r.GetProperty("trace_role").GetString() == role)];
            Assert.Equal(50, rows.Count(r => Text(r, "subject").StartsWith("ask.", StringComparison.Ordinal) && Text(r, "resp") == "MSG" && r.GetProperty("latency_ns").GetInt64() > 0));
            Assert.Equal(3, rows.Count(r => Text(r, "resp") == "OK" && Text(r, "cmd") != "CONNECT"));
            Assert.Equal(
                ["10059", "Authorization Violation", "NO_MESSAGES", "NO_RESPONDERS", "Unknown Protocol Operation"],
                rows.Select(r => Text(r, "error")).Where(e => e.Length > 0).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(["CONSUMER.DURABLE.CREATE", "CONSUMER.MSG.NEXT", "STREAM.CREATE", "STREAM.INFO", "ack"], rows.Where(r => Text(r, "subject").StartsWith("$JS.", StringComparison.Ordinal) && Text(r, "cmd") == "PUB").Select(r => Text(r, "operation")).Distinct().Order(StringComparer.Ordinal));
            Assert.All(rows, r => Assert.DoesNotContain("hunter2", r.ToString(), StringComparison.Ordinal));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;
}
