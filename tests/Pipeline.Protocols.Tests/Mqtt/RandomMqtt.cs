using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mqtt.MqttBytes;

namespace Pipeline.Protocols.Tests.Mqtt;

/// <summary>Conversations in which each message has a topic that no other has; numbers are used again as soon as they may be.</summary>
internal static class RandomMqtt
{
    /// <summary>A conversation, and the keys of its rows: the packet, the topic and the number.</summary>
    public static (Talk Talk, List<string> Keys) Make(Random random, int turns = 20)
    {
        var version = random.Next(3, 6);
        var talk = Opened(version);
        List<string> keys = ["CONNECT/"];
        for (var turn = 0; turn < turns; turn++)
        {
            var burst = random.Next(1, 4);
            var isOfServer = random.Next(3) == 0;
            List<string> said = [], answered = [], released = [], completed = [];
            for (var id = 1; id <= burst; id++)
                Turn(random, version, isOfServer, id, $"t/{turn}/{id}", keys, said, answered, released, completed);
            Say(talk, isOfServer, said);
            Say(talk, !isOfServer, answered);
            Say(talk, isOfServer, released);
            Say(talk, !isOfServer, completed);
        }

        keys.Sort(StringComparer.Ordinal);
        return (talk, keys);
    }

    public static string KeyOf(TableRow row) => $"{row["req_cmd"]}/{(row["req_cmd"] == "PINGREQ" ? row["time"] : row["topic"])}";

    private static void Say(Talk talk, bool isOfServer, List<string> packets)
    {
        if (packets.Count > 0)
            talk.Say(!isOfServer, System.Text.Encoding.Latin1.GetBytes(string.Concat(packets)));
    }

    private static void Turn(Random random, int version, bool isOfServer, int id, string topic, List<string> keys, List<string> said, List<string> answered, List<string> released, List<string> completed)
    {
        var kind = random.Next(isOfServer ? 3 : 4);
        keys.Add($"{(kind == 3 ? "SUBSCRIBE" : "PUBLISH")}/{topic}");
        said.Add(kind == 3 ? Subscribe(version, id, (topic, 1)) : Publish(topic, Payload(random), kind, kind == 0 ? 0 : id, properties: version == 5 ? "" : null));
        switch (kind)
        {
            case 1:
                answered.Insert(random.Next(answered.Count + 1), Ack(id, version == 5 && random.Next(2) == 0 ? 0 : -1));
                break;
            case 2:
                answered.Insert(random.Next(answered.Count + 1), Rec(id));
                released.Add(Rel(id));
                completed.Add(Comp(id));
                break;
            case 3:
                answered.Insert(random.Next(answered.Count + 1), Suback(version, id, "\u0001"));
                break;
        }
    }

    private static string Payload(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(5) == 0 ? random.Next(3000) : random.Next(20)).Select(_ => "\u0030\u0040\u0002\u0001 t/abc{}"[random.Next(12)]));
}
