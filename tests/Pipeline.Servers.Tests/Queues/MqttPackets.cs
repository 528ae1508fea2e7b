using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>Packets of MQTT that ask or tell, and answers, each as <c>40001 PUBLISH</c>, sorted.</summary>
internal static class MqttPackets
{
    private static readonly string[] Names =
        ["", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH"];

    private static readonly string[] Columns = ["req_cmd", "resp_cmd"];

    // Those in the middle of an exchange are told by its end.
    private static readonly string[] Between = ["PUBREC", "PUBREL"];

    /// <summary>As tshark reads them.</summary>
    internal static async Task<string[]> OfWireAsync(string file, int port)
    {
        var said = new List<string>();
        foreach (var packet in await Tshark.FieldsAsync(file, "mqtt", [$"tcp.port=={port}"], "mqtt", "tcp.srcport", "tcp.dstport", "mqtt.msgtype").ConfigureAwait(false))
        {
            var client = packet[0][0] == port.ToString(CultureInfo.InvariantCulture) ? packet[1][0] : packet[0][0];
            said.AddRange(packet[2].Select(type => $"{client} {Names[int.Parse(type, CultureInfo.InvariantCulture)]}"));
        }

        return Sorted(said.Where(s => !Between.Contains(s.Split(' ')[1])));
    }

    /// <summary>Topics of messages as tshark reads them.</summary>
    internal static async Task<string[]> TopicsOfWireAsync(string file, int port)
    {
        var said = await Tshark.FieldsAsync(file, "mqtt", [$"tcp.port=={port}"], "mqtt.msgtype == 3", "mqtt.topic").ConfigureAwait(false);
        return Sorted(said.SelectMany(p => p[0]).Where(t => !t.EndsWith('#') && !t.StartsWith("other/", StringComparison.Ordinal)));
    }

    /// <summary>As rows of <c>mqtt_events</c> tell of them.</summary>
    internal static string[] Of(IEnumerable<JsonElement> rows, string role, int port)
    {
        var client = role == "client" ? "local_port" : "remote_port";
        return Sorted(Rows(rows, role, port).SelectMany(r => Columns.Select(c => r.GetProperty(c).GetString()!).Where(c => c.Length > 0).Select(c => $"{r.GetProperty(client).GetInt32()} {c}")));
    }

    internal static string[] TopicsOf(IEnumerable<JsonElement> rows, string role, int port) =>
        Sorted(Rows(rows, role, port).Where(r => r.GetProperty("req_cmd").GetString() == "PUBLISH").Select(r => r.GetProperty("topic").GetString()!));

    private static IEnumerable<JsonElement> Rows(IEnumerable<JsonElement> rows, string role, int port) =>
        rows.Where(r => r.GetProperty("table").GetString() == "mqtt_events" && r.GetProperty("trace_role").GetString() == role && r.GetProperty(role == "client" ? "remote_port" : "local_port").GetInt32() == port);

    private static string[] Sorted(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal)];
}
