using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Kafka.KafkaBytes;
using static Pipeline.Protocols.Tests.Kafka.KafkaMessages;

namespace Pipeline.Protocols.Tests.Kafka;

/// <summary>Conversations of a client with a broker, and what is to be told of them.</summary>
internal static class RandomKafka
{
    private static readonly string[] Topics = ["orders", "payments", "clicks.raw", "übersicht"];

    /// <summary>What a row is to say.</summary>
    internal sealed record Expected(string Command, int Version, int Number, string Topic, int Partition, ulong Records, string Error, ulong RequestSize, ulong ResponseSize);

    /// <param name="random">Where choices come from.</param>
    /// <param name="isPipelined">Whether several requests are sent before the responses are read.</param>
    /// <param name="turns">Times the client speaks.</param>
    /// <param name="expected">What rows there are to be, in the order of the responses.</param>
    /// <param name="connection">The connection.</param>
    public static Talk Make(Random random, bool isPipelined, int turns, List<Expected> expected, ulong connection = 1)
    {
        var (talk, number) = (new Talk(connection), random.Next(1000));
        for (var turn = 0; turn < turns; turn++)
        {
            List<byte> asked = [], answered = [];
            for (var burst = isPipelined ? random.Next(2, 6) : 1; burst > 0; burst--)
                Add(random, ++number, asked, answered, expected);
            talk.Ask([.. asked]);
            if (answered.Count > 0)
                talk.Answer([.. answered]);
        }

        return talk;
    }

    private static void Add(Random random, int number, List<byte> asked, List<byte> answered, List<Expected> expected)
    {
        var (kind, wantsAnswer) = (random.Next(4), true);
        var parts = Parts(random, kind == 0);
        var (topic, partition, records, error) = (parts[0].Topic, parts[0].Partition, 0ul, 0);
        byte[] request, response;
        int version;
        switch (kind)
        {
            case 0:
                version = random.Next(13);
                wantsAnswer = random.Next(6) > 0;
                records = (ulong)parts.Sum(Count);
                (topic, partition) = (parts.First(p => Count(p) > 0).Topic, parts.First(p => Count(p) > 0).Partition);
                request = Request(Produce, version, number, "producer", ProduceRequest(version, wantsAnswer ? 1 : 0, parts));
                response = Response(number, ProduceResponse(version, parts));
                error = wantsAnswer ? parts.Select(p => p.Error).FirstOrDefault(e => e != 0) : 0;
                break;
            case 1:
                version = random.Next(13);
                Part[] fetched = [.. parts.Select(p => p with { Records = random.Next(3) == 0 ? null : Records(random) })];
                records = (ulong)fetched.Sum(Count);
                if (fetched.FirstOrDefault(p => Count(p) > 0) is { } first)
                    (topic, partition) = (first.Topic, first.Partition);
                request = Request(Fetch, version, number, "consumer", FetchRequest(version, parts));
                response = Response(number, FetchResponse(version, fetched));
                error = fetched.Select(p => p.Error).FirstOrDefault(e => e != 0);
                break;
            case 2:
                version = random.Next(14);
                parts = [.. parts.DistinctBy(p => p.Topic)];
                partition = -1;
                request = Request(Metadata, version, number, "admin", MetadataRequest(version, [.. parts.Select(p => p.Topic)]));
                response = Response(number, MetadataResponse(version, parts));
                error = parts.Select(p => p.Error).FirstOrDefault(e => e != 0);
                break;
            default:
                version = random.Next(5);
                (topic, partition, error) = ("", -1, random.Next(3) == 0 ? 27 : 0);
                request = Request(Heartbeat, version, number, "consumer", HeartbeatRequest(version, "group"));
                response = Response(number, HeartbeatResponse(version, error));
                break;
        }

        asked.AddRange(request);
        answered.AddRange(wantsAnswer ? response : []);
        expected.Add(new Expected(
            ((string[])["Produce", "Fetch", "Metadata", "Heartbeat"])[kind], version, number, topic, partition, records,
            error switch { 0 => "", 3 => "UNKNOWN_TOPIC_OR_PARTITION", 6 => "NOT_LEADER_OR_FOLLOWER", _ => "REBALANCE_IN_PROGRESS" },
            (ulong)request.Length, wantsAnswer ? (ulong)response.Length : 0));
    }

    /// <summary>Partitions of a topic stand beside each other.</summary>
    private static Part[] Parts(Random random, bool areProduced) =>
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Topics[random.Next(Topics.Length)]).Order(StringComparer.Ordinal)
            .Select((topic, i) => new Part(topic, random.Next(10), areProduced ? Records(random) : null, random.Next(10) == 0 ? (random.Next(2) == 0 ? 3 : 6) : 0, (UInt128)(topic.Length + 1)))];

    private static byte[] Records(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).SelectMany(_ => Batch(random.Next(1, 9), Bytes(random, random.Next(60, 400)), random.Next(5)))];

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>What the batches say they hold.</summary>
    private static int Count(Part part)
    {
        var count = 0;
        for (var at = 0; part.Records is { } bytes && at < bytes.Length; at += 12 + (bytes[at + 10] << 8 | bytes[at + 11]))
            count += bytes[at + 60];
        return count;
    }
}
