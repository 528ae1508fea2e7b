using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>Methods of AMQP that were sent, with the client's port and the channel, sorted: <c>40001 1 50.10</c>.</summary>
internal static class AmqpMethods
{
    private static readonly string[] Fields = ["tcp.srcport", "tcp.dstport", "amqp.channel", "amqp.type", "amqp.method.class", "amqp.method.method"];

    /// <summary>As tshark reads them.</summary>
    internal static async Task<string[]> OfWireAsync(string file, int port)
    {
        var said = new List<string>();
        foreach (var packet in await Tshark.FieldsAsync(file, "amqp", [$"tcp.port=={port}"], "amqp.type", Fields).ConfigureAwait(false))
        {
            var client = packet[0][0] == Text(port) ? packet[1][0] : packet[0][0];
            var method = 0;
            for (var i = 0; i < packet[3].Length; i++)
                if (packet[3][i] == "1")
                {
                    said.Add($"{client} {packet[2][i]} {packet[4][method]}.{packet[5][method]}");
                    method++;
                }
        }

        said.Sort(StringComparer.Ordinal);
        return [.. said];
    }

    /// <summary>As rows of <c>amqp_events</c> tell of them. A confirmation is in the row of each message that it confirms.</summary>
    internal static string[] Of(IEnumerable<JsonElement> rows, string role, int port)
    {
        var said = new List<string>();
        var confirmations = new HashSet<string>();
        var (client, server) = role == "client" ? ("local_port", "remote_port") : ("remote_port", "local_port");
        foreach (var row in rows.Where(r => r.GetProperty("table").GetString() == "amqp_events" && r.GetProperty("trace_role").GetString() == role && r.GetProperty(server).GetInt32() == port))
        {
            var channel = $"{row.GetProperty(client).GetInt32()} {row.GetProperty("channel").GetInt32()}";
            if (row.GetProperty("req_class_id").GetInt32() is > 0 and var asked)
                said.Add($"{channel} {asked}.{row.GetProperty("req_method_id").GetInt32()}");
            // A server that closes a channel answers a method by that, and asks in a row of its own.
            if (row.GetProperty("resp_class_id").GetInt32() is > 0 and var answered && row.GetProperty("resp_method").GetString() is var name and not "channel.close")
            {
                var answer = $"{channel} {answered}.{row.GetProperty("resp_method_id").GetInt32()}";
                if (name != "basic.ack" || confirmations.Add(answer + row.GetProperty("resp_msg").GetString()))
                    said.Add(answer);
            }
        }

        said.Sort(StringComparer.Ordinal);
        return [.. said];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
