using System.Diagnostics;
using Pipeline.Protocols.Tests.Kafka;
using Pipeline.Transforms.Protocols.Kafka;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The Kafka parser on one thread: small requests and responses, as groups and producers of single records make them, and large batches that are passed over.</summary>
internal sealed class KafkaWireMeasurement : IMeasurement
{
    private const int Exchanges = 2000;
    private const int Rounds = 9;
    private const int RepeatsARound = 20;

    public string Name => "kafka-wire";

    public Task MeasureAsync(FigureTable figures)
    {
        foreach (var (size, name) in ((int, string)[])[(100, "batches of 100 B"), (50_000, "batches of 50 kB")])
        {
            using var connection = new ParsedConnection(new KafkaProtocol(maxBody: 512));
            var (pieces, emitter) = (Traffic(size), new ReleasingEmitter());
            var bytes = pieces.Sum(p => (long)p.Length);
            // Until the compiler has seen enough of it.
            for (var i = 0; i < 20; i++)
                Read(connection, pieces, emitter);
            for (var round = 0; round < Rounds; round++)
            {
                var seconds = double.MaxValue;
                for (var i = 0; i < RepeatsARound; i++)
                    seconds = Math.Min(seconds, Read(connection, pieces, emitter));
                figures.Of($"Kafka, bytes to rows of kafka_events, {name}", "GB/s").Add(bytes / seconds / 1e9);
                figures.Of($"Kafka, bytes to rows of kafka_events, {name}", "M requests/s").Add(Exchanges / seconds / 1e6);
            }
        }

        return Task.CompletedTask;
    }

    private static double Read(ParsedConnection connection, byte[][] pieces, ReleasingEmitter emitter)
    {
        var (start, rows) = (Stopwatch.GetTimestamp(), emitter.Rows);
        connection.Read(pieces, emitter);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        emitter.Tally.Clear();
        return emitter.Rows - rows == Exchanges ? seconds : throw new InvalidOperationException($"{emitter.Rows - rows} rows of {Exchanges} requests");
    }

    private static byte[][] Traffic(int size)
    {
        KafkaMessages.Part[] parts = [new("orders", 3, KafkaBytes.Batch(5, new byte[size]))];
        List<byte[]> pieces = [];
        for (var i = 0; i < Exchanges; i++)
        {
            var (request, response) = (i % 4) switch
            {
                0 => (KafkaBytes.Request(KafkaMessages.Produce, 9, i, "producer-1", KafkaMessages.ProduceRequest(9, -1, parts)), KafkaBytes.Response(i, KafkaMessages.ProduceResponse(9, parts))),
                1 => (KafkaBytes.Request(KafkaMessages.Heartbeat, 4, i, "consumer-1", KafkaMessages.HeartbeatRequest(4, "shop")), KafkaBytes.Response(i, KafkaMessages.HeartbeatResponse(4, 0))),
                _ => (KafkaBytes.Request(KafkaMessages.Fetch, 11, i, "consumer-1", KafkaMessages.FetchRequest(11, parts)), KafkaBytes.Response(i, KafkaMessages.FetchResponse(11, parts))),
            };
            pieces.Add(request);
            pieces.Add(response);
        }

        return [.. pieces];
    }
}
