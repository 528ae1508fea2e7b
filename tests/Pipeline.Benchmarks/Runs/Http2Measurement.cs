using System.Diagnostics;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Http2;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The HTTP/2 parser on one thread, from frames to rows; and what ten thousand connections take that have had a few streams and now say nothing.</summary>
internal sealed class Http2Measurement : IMeasurement
{
    private const int Rounds = 9;
    private const int RepeatsARound = 20;
    private const int Connections = 10_000;

    // The first pieces of a connection: its settings, and two streams.
    private const int PiecesAConnection = 6;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4);

    public string Name => "http2";

    public Task MeasureAsync(FigureTable figures)
    {
        var pieces = Http2Traffic.Make();
        var (bytes, streams) = (pieces.Sum(p => p.Length), pieces.Length / 2 - 1);
        var (protocol, emitter) = (new Http2Protocol(maxBody: 512, redact: [], new Upgrades()), new ReleasingEmitter());
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warming;)
            Read(protocol, pieces, emitter, streams);
        for (var round = 0; round < Rounds; round++)
        {
            var seconds = double.MaxValue;
            for (var i = 0; i < RepeatsARound; i++)
                seconds = Math.Min(seconds, Read(protocol, pieces, emitter, streams));
            figures.Of("HTTP/2 and gRPC, frames to rows of http_events", "MB/s").Add(bytes / seconds / 1e6);
            figures.Of("HTTP/2 and gRPC, frames to rows of http_events", "M requests/s").Add(streams / seconds / 1e6);
        }

        figures.Of("HTTP/2, memory of 10,000 connections", "MiB").Add(MemoryOf(pieces) / 1024.0 / 1024);
        return Task.CompletedTask;
    }

    private static double Read(Http2Protocol protocol, byte[][] pieces, ReleasingEmitter emitter, int streams)
    {
        // The tables of a connection are part of what it said: each time it is another.
        using var connection = new ParsedConnection(protocol);
        var rows = emitter.Rows;
        var start = Stopwatch.GetTimestamp();
        connection.Read(pieces, emitter);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        emitter.Tally.Clear();
        return emitter.Rows - rows == streams ? seconds : throw new InvalidOperationException($"{emitter.Rows - rows} rows of {streams} streams");
    }

    private static long MemoryOf(byte[][] pieces)
    {
        var emitter = new ReleasingEmitter();
        var transform = PublishedProtocols.Build(DnsTraffic.Table, new ByteSize(256 << 20));
        var before = GC.GetTotalMemory(true);
        for (var first = 0; first < Connections; first += 100)
        {
            using var rows = new BatchBuilder(DnsTraffic.Table, emitter.Arena, 100 * PiecesAConnection);
            for (var connection = first; connection < first + 100; connection++)
                Add(rows, (ulong)connection, pieces);
            var batch = rows.Build(new BatchOrigin("here", "http2", 1), (ulong)(first * PiecesAConnection))!;
            transform.Process(batch, emitter);
            emitter.Tally.Clear();
            batch.Release();
        }

        var taken = GC.GetTotalMemory(true) - before;
        if (emitter.Rows != Connections * (PiecesAConnection / 2 - 1))
            throw new InvalidOperationException($"{emitter.Rows} rows of {Connections} connections");
        (transform as IDisposable)?.Dispose();
        return taken;
    }

    private static void Add(BatchBuilder rows, ulong connection, byte[][] pieces)
    {
        var positions = new ulong[2];
        for (var i = 0; i < PiecesAConnection; i++)
        {
            rows.AddRow();
            rows.Set(0, (long)i);
            rows.Set(1, connection);
            rows.Set(2, positions[i % 2]);
            rows.Set(3, (uint)pieces[i].Length);
            rows.Set(6, (byte)6);
            rows.Set(7, (byte)(1 - i % 2));
            rows.Set(9, pieces[i]);
            positions[i % 2] += (ulong)pieces[i].Length;
        }
    }
}
