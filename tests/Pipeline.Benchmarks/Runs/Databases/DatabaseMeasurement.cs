using System.Diagnostics;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Cql;
using Pipeline.Transforms.Protocols.Memcached;
using Pipeline.Transforms.Protocols.Mongo;

namespace Pipeline.Benchmarks.Runs.Databases;

/// <summary>The parsers of MongoDB, CQL and memcached on one thread, to rows.</summary>
internal sealed class DatabaseMeasurement : IMeasurement
{
    private const int Rounds = 9;
    private const int RepeatsARound = 20;
    private const int MaxBody = 512;

    public string Name => "databases";

    public Task MeasureAsync(FigureTable figures)
    {
        Measure(figures, "MongoDB, Pipeline: to rows of mongodb_events", static () => new MongoProtocol(MaxBody), MongoTraffic.Make());
        Measure(figures, "Cassandra, Pipeline: to rows of cql_events", static () => new CqlProtocol(MaxBody), CqlTraffic.Make());
        Measure(figures, "memcached, Pipeline: to rows of memcached_events", static () => new MemcachedProtocol(MaxBody), MemcachedTraffic.Make());
        return Task.CompletedTask;
    }

    private static void Measure(FigureTable figures, string name, Func<Protocol> make, byte[][] pieces)
    {
        using var connection = new ParsedConnection(make());
        var (emitter, bytes) = (new ReleasingEmitter(), pieces.Sum(p => (long)p.Length));
        // Until the compiler has seen enough of it.
        for (var i = 0; i < 50; i++)
            connection.Read(pieces, emitter);
        var rows = emitter.Rows / 50;
        if (rows != pieces.Length / 2)
            throw new InvalidOperationException($"{name}: {rows} rows of {pieces.Length / 2} exchanges");
        for (var round = 0; round < Rounds; round++)
        {
            var seconds = double.MaxValue;
            for (var i = 0; i < RepeatsARound; i++)
            {
                var start = Stopwatch.GetTimestamp();
                connection.Read(pieces, emitter);
                seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
                emitter.Tally.Clear();
            }

            figures.Of(name, "GB/s").Add(bytes / seconds / 1e9);
            figures.Of(name, "M commands/s").Add(rows / seconds / 1e6);
        }
    }
}
