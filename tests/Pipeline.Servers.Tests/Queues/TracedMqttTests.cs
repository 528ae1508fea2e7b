using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>mosquitto and clients of all versions while the host traces them and tcpdump records them.</summary>
[Trait("needs", "root")]
public sealed class TracedMqttTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Packets_of_clients_and_broker_are_those_of_tshark_on_both_sides_and_in_a_capture()
    {
        Needs.Root("mosquitto", "tcpdump", "tshark");
        using var server = await Mosquitto.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "mqtt", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        await RunningProcess.RunAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "handlers", "mqtt_talk.py"), server.Port.ToString(CultureInfo.InvariantCulture));
        // Who says that it leaves does not wait until that was heard.
        await server.LeftAsync();
        await wire.StopAsync();
        await trace.StopAsync();

        var (packets, topics) = (await MqttPackets.OfWireAsync(wire.File, server.Port), await MqttPackets.TopicsOfWireAsync(wire.File, server.Port));
        Assert.InRange(packets.Length, 300, 500);
        var replayed = await Replayed.RowsAsync(_folder, wire, "mqtt_events");
        Assert.Equal(packets, MqttPackets.Of(replayed, "client", server.Port));
        Assert.Equal(topics, MqttPackets.TopicsOf(replayed, "client", server.Port));
        foreach (var role in (string[])["client", "server"])
        {
            Assert.Equal(packets, MqttPackets.Of(trace.Rows, role, server.Port));
            Assert.Equal(topics, MqttPackets.TopicsOf(trace.Rows, role, server.Port));
            JsonElement[] rows = [.. trace.Rows.Where(r => r.GetProperty("table").GetString() == "mqtt_events" && r.GetProperty("trace_role").GetString() == role)];
            Assert.Equal(["3 old", "4 usual", "5 new", "5 refused"], rows.Select(r => $"{r.GetProperty("version").GetInt32()} {Text(r, "client_id")}").Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(6, rows.Count(r => Text(r, "topic").EndsWith("/big", StringComparison.Ordinal) && r.GetProperty("payload_size").GetInt64() == 1_000_000));
            Assert.Equal(["not_authorized"], rows.Select(r => Text(r, "error")).Where(e => e.Length > 0).Distinct());
            Assert.All(rows, r => Assert.DoesNotContain("hunter2", r.ToString(), StringComparison.Ordinal));
        }

        Assert.Equal(0, trace.Stat("invalid") + trace.Stat("resyncs"));
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;
}
