using System.Diagnostics;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The published protocols transform on one thread, from datagrams of DNS to rows.</summary>
internal sealed class DnsMeasurement : IMeasurement
{
    private const int Rounds = 5;

    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(500);

    public string Name => "dns";

    public Task MeasureAsync(FigureTable figures)
    {
        var emitter = new ReleasingEmitter();
        var batch = DnsTraffic.Build(emitter.Arena);
        var transform = PublishedProtocols.Build(DnsTraffic.Table);
        for (var round = -1; round < Rounds; round++)
        {
            var (start, passes, rows, allocated) = (Stopwatch.GetTimestamp(), 0, emitter.Rows, GC.GetAllocatedBytesForCurrentThread());
            for (; Stopwatch.GetElapsedTime(start) < Time; passes++)
            {
                transform.Process(batch, emitter);
                emitter.Tally.Clear();
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            rows = emitter.Rows - rows;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (rows != (long)passes * batch.Rows / 2)
                throw new InvalidOperationException($"{rows} rows of {(long)passes * batch.Rows} messages");
            // Until the compiler has seen enough of it.
            if (round < 0)
                continue;
            figures.Of("DNS, datagrams to rows of dns_events", "M messages/s").Add(passes * batch.Rows / seconds / 1e6);
            figures.Of("DNS, datagrams to rows of dns_events", "GB/s").Add(passes * DnsTraffic.BytesOf(batch) / seconds / 1e9);
            figures.Of("DNS, managed memory", "B/row", "< 1").Add((double)allocated / rows);
        }

        batch.Release();
        (transform as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }
}
