using System.Diagnostics;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Mysql;
using Pipeline.Transforms.Protocols.Pgsql;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The parsers of MySQL and PostgreSQL on one thread, to rows: statements are redacted, operations and tables told.</summary>
internal sealed class SqlMeasurement : IMeasurement
{
    private const int Rounds = 9;
    private const int RepeatsARound = 20;
    private const int MaxBody = 512;

    public string Name => "sql";

    public Task MeasureAsync(FigureTable figures)
    {
        Measure(figures, "PostgreSQL", new PgsqlProtocol(MaxBody), SqlTraffic.PgsqlBeginning, SqlTraffic.Pgsql());
        Measure(figures, "MySQL", new MySqlProtocol(MaxBody), SqlTraffic.MysqlBeginning, SqlTraffic.Mysql());
        return Task.CompletedTask;
    }

    private static void Measure(FigureTable figures, string name, Protocol protocol, byte[][] beginning, byte[][] pieces)
    {
        using var connection = new ParsedConnection(protocol);
        var emitter = new ReleasingEmitter();
        connection.Read(beginning, emitter);
        var made = connection.Counters.Records;
        connection.Read(pieces, emitter);
        if (connection.Counters.Records - made != SqlTraffic.Count)
            throw new InvalidOperationException($"{name}: {connection.Counters.Records - made} rows of {SqlTraffic.Count} requests");
        // Until the compiler has seen enough of it.
        for (var i = 0; i < 100; i++)
            connection.Read(pieces, emitter);
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

            figures.Of($"{name}, to rows", "GB/s").Add(pieces.Sum(p => (long)p.Length) / seconds / 1e9);
            figures.Of($"{name}, to rows", "M requests/s").Add(SqlTraffic.Count / seconds / 1e6);
        }
    }
}
