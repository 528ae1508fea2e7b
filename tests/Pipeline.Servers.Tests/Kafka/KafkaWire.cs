using System.Globalization;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Kafka;

/// <summary>Requests and responses as tshark reads them from packets, paired by port and number.</summary>
internal static class KafkaWire
{
    private static readonly string[] Fields =
        ["tcp.srcport", "tcp.dstport", "kafka.len", "kafka.request_key", "kafka.api_version", "kafka.correlation_id", "kafka.client_id", "kafka.topic_name", "kafka.error"];

    private static readonly Dictionary<string, string> Errors = new()
    {
        ["0"] = "", ["3"] = "UNKNOWN_TOPIC_OR_PARTITION", ["6"] = "NOT_LEADER_OR_FOLLOWER", ["16"] = "NOT_COORDINATOR", ["22"] = "ILLEGAL_GENERATION",
        ["25"] = "UNKNOWN_MEMBER_ID", ["27"] = "REBALANCE_IN_PROGRESS", ["35"] = "UNSUPPORTED_VERSION", ["36"] = "TOPIC_ALREADY_EXISTS", ["42"] = "INVALID_REQUEST", ["79"] = "MEMBER_ID_REQUIRED",
    };

    /// <summary>
    /// All with some brokers; those that have no answer come first, with a response of 0 bytes. tshark tells of several messages of one packet in one line, without saying which field is whose: there the topic and the error
    /// are null.
    /// </summary>
    internal static async Task<List<Asked>> ReadAsync(string file, int[] ports)
    {
        var waiting = new Dictionary<(string, string, string), (string Api, string Version, string Client, string? Topic, string Size)>();
        List<Asked> found = [];
        foreach (var packet in await Tshark.FieldsAsync(file, "kafka", ports.Select(p => $"tcp.port=={p}"), "kafka", Fields).ConfigureAwait(false))
        {
            var (source, target, isRequest) = (packet[0][0], packet[1][0], ports.Contains(int.Parse(packet[1][0], CultureInfo.InvariantCulture)));
            for (var i = 0; i < packet[5].Length; i++)
                if (isRequest)
                    waiting[(source, target, packet[5][i])] = (packet[3][i], packet[4][i], packet[6][i], packet[5].Length == 1 ? packet[7].FirstOrDefault("") : null, packet[2][i]);
                else if (waiting.Remove((target, source, packet[5][i]), out var asked))
                    found.Add(new Asked(
                        Number(target), Number(source), Number(packet[5][i]), Number(asked.Api), Number(asked.Version), asked.Client, asked.Topic,
                        packet[5].Length == 1 ? Errors[packet[8].FirstOrDefault(e => e != "0", "0")] : null, 4 + Number(asked.Size), 4 + Number(packet[2][i])));
        }

        return
        [
            .. waiting.Select(w => new Asked(
                Number(w.Key.Item1), Number(w.Key.Item2), Number(w.Key.Item3), Number(w.Value.Api), Number(w.Value.Version), w.Value.Client, w.Value.Topic, null, 4 + Number(w.Value.Size), 0)),
            .. found,
        ];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
