using System.Diagnostics;
using Pipeline.Protocols.Tests.Mux;
using Pipeline.Transforms.Protocols.Mux;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The Mux parser on one thread: calls with contexts, a path and a payload, with their results.</summary>
internal sealed class MuxMeasurement : IMeasurement
{
    private const int Calls = 4000;
    private const int Rounds = 9;
    private const int RepeatsARound = 20;

    public string Name => "mux";

    public Task MeasureAsync(FigureTable figures)
    {
        using var connection = new ParsedConnection(new MuxProtocol(maxBody: 512));
        var (pieces, emitter) = (Traffic(), new ReleasingEmitter());
        var bytes = pieces.Sum(p => (long)p.Length);
        // Until the compiler has seen enough of it.
        for (var i = 0; i < 20; i++)
            Read(connection, pieces, emitter);
        for (var round = 0; round < Rounds; round++)
        {
            var seconds = double.MaxValue;
            for (var i = 0; i < RepeatsARound; i++)
                seconds = Math.Min(seconds, Read(connection, pieces, emitter));
            figures.Of("Mux, bytes to rows of mux_events", "GB/s").Add(bytes / seconds / 1e9);
            figures.Of("Mux, bytes to rows of mux_events", "M calls/s").Add(Calls / seconds / 1e6);
        }

        return Task.CompletedTask;
    }

    private static double Read(ParsedConnection connection, byte[][] pieces, ReleasingEmitter emitter)
    {
        var (start, rows) = (Stopwatch.GetTimestamp(), emitter.Rows);
        connection.Read(pieces, emitter);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        emitter.Tally.Clear();
        return emitter.Rows - rows == Calls ? seconds : throw new InvalidOperationException($"{emitter.Rows - rows} rows of {Calls} calls");
    }

    private static byte[][] Traffic()
    {
        List<byte[]> pieces = [];
        for (var i = 0; i < Calls; i++)
        {
            pieces.Add(MuxBytes.Tdispatch(i % 100 + 1, "/s/users/get", new byte[200], ("/s", "/zk/local")));
            pieces.Add(MuxBytes.Rdispatch(i % 100 + 1, 0, new string('x', 300)));
        }

        return [.. pieces];
    }
}
