using System.Diagnostics;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Amqp;
using Pipeline.Transforms.Protocols.Mqtt;
using Pipeline.Transforms.Protocols.Nats;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The parsers of AMQP, NATS and MQTT on one thread, from bytes to rows.</summary>
internal sealed class QueueMeasurement : IMeasurement
{
    private const int Rounds = 9;
    private const int RepeatsARound = 20;

    public string Name => "queues";

    public Task MeasureAsync(FigureTable figures)
    {
        Measure(figures, "AMQP", () => new AmqpProtocol(maxBody: 512), QueueTraffic.Amqp());
        Measure(figures, "NATS", () => new NatsProtocol(maxBody: 512, redact: []), QueueTraffic.Nats());
        Measure(figures, "MQTT", () => new MqttProtocol(maxBody: 512), QueueTraffic.Mqtt());
        return Task.CompletedTask;
    }

    private static void Measure(FigureTable figures, string name, Func<Protocol> protocol, byte[][] pieces)
    {
        var (emitter, bytes) = (new ReleasingEmitter(), pieces.Sum(p => p.Length));
        for (var round = 0; round <= Rounds; round++)
        {
            var seconds = double.MaxValue;
            for (var i = 0; i < RepeatsARound; i++)
            {
                using var connection = new ParsedConnection(protocol());
                var start = Stopwatch.GetTimestamp();
                connection.Read(pieces, emitter);
                seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
                emitter.Tally.Clear();
            }

            // The compiler has seen enough of it after the first round.
            if (round == 0)
                continue;
            figures.Of($"{name}, Pipeline: to rows", "GB/s").Add(bytes / seconds / 1e9);
            figures.Of($"{name}, Pipeline: to rows", "M messages/s").Add(pieces.Length / 2 / seconds / 1e6);
        }
    }
}
