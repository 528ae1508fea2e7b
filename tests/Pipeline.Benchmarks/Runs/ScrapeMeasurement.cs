using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Sinks.Prometheus;

namespace Pipeline.Benchmarks.Runs;

/// <summary>A scrape of 100,000 series over loopback, from the request to the last byte, in each format; and the rows that make them.</summary>
internal sealed class ScrapeMeasurement : IMeasurement
{
    private const int Rounds = 9;

    // The compiler's, until it has seen that the code is hot.
    private const int WarmUp = 5;
    private const int Slots = 27;

    private static readonly (string Name, string Headers)[] Formats =
    [
        ("text", ""), ("text, gzip", "Accept-Encoding: gzip\r\n"), ("OpenMetrics", "Accept: application/openmetrics-text\r\n"), ("protobuf", "Accept: application/vnd.google.protobuf\r\n"),
    ];

    public string Name => "scrape";

    public async Task MeasureAsync(FigureTable figures)
    {
        var labels = new ColumnSchema[] { new("comm", ColumnType.FixedUtf8(16)), new("pid", ColumnType.U32), new("address", ColumnType.Ip) };
        await MeasureAsync(
            figures,
            "100,000 counters",
            100_000,
            new TableSchema("counts", TableKind.Metric, [.. labels, new ColumnSchema("bytes", ColumnType.U64) { Unit = "By", Instrument = Instrument.Counter }]),
            (rows, i) => rows.Set(labels.Length, 1_000_003UL * (ulong)i)).ConfigureAwait(false);

        // As many lines of text: 27 buckets, sum, count.
        var slots = ColumnType.ExplicitHistogram([.. Enumerable.Range(0, Slots - 1).Select(i => 1000.0 * (1L << i))]);
        var cell = new byte[HistogramCell.SizeOf(Slots)];
        HistogramCell.Write(cell, new HistogramTotals(1_000_000, 12_345_678_901, double.NaN, double.NaN), [.. Enumerable.Range(0, Slots).Select(i => (ulong)(i * 1_001))]);
        await MeasureAsync(
            figures,
            "100,000 samples of 3,448 histograms",
            100_000 / (Slots + 2),
            new TableSchema("latency", TableKind.Metric, [.. labels, new ColumnSchema("ns", slots) { Unit = "ns", Instrument = Instrument.Histogram }]),
            (rows, _) => rows.Set(labels.Length, cell)).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(FigureTable figures, string what, int series, TableSchema table, Action<BatchBuilder, int> set)
    {
        var context = new ComponentContext("prom", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System));
        await using var sink = new PrometheusSink(new PrometheusOptions { Listen = "127.0.0.1:0" }, context);
        sink.Bind([table]);
        await sink.StartAsync(CancellationToken.None).ConfigureAwait(false);
        using var rows = new BatchBuilder(table, new Arena(256 << 20), series);
        for (var i = 0; i < series; i++)
        {
            rows.AddRow();
            rows.Set(0, Encoding.ASCII.GetBytes($"worker-{i % 1000}"));
            rows.Set(1, (uint)i);
            rows.Set(2, IPAddress.Parse($"2001:db8::{i % 65_536:x}").GetAddressBytes());
            set(rows, i);
        }

        var batch = rows.Build(new BatchOrigin("here", "bench", 0), 0)!;
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await sink.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
            if (round >= 0)
                figures.Of($"rows into {what}", "M rows/s").Add(series / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6);
        }

        var address = new Uri(sink.Addresses.Single());
        var buffer = new byte[256 << 10];
        foreach (var (name, headers) in Formats)
            for (var round = -WarmUp; round < Rounds; round++)
            {
                var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
                var bytes = await ScrapeAsync(address, headers, buffer).ConfigureAwait(false);
                var (time, memory) = (Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes(precise: true) - allocated);
                if (round < 0)
                    continue;
                figures.Of($"scrape of {what}, {name}", "ms").Add(time.TotalMilliseconds);
                figures.Of($"scrape of {what}, {name}: size", "MB").Add(bytes / 1e6);
                figures.Of($"scrape of {what}, {name}: speed", "MB/s").Add(bytes / time.TotalSeconds / 1e6);
                figures.Of($"scrape of {what}, {name}: allocated, client included", "kB").Add(memory / 1e3);
            }

        batch.Release();
    }

    private static async Task<long> ScrapeAsync(Uri address, string headers, byte[] buffer)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port).ConfigureAwait(false);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /metrics HTTP/1.1\r\nHost: here\r\n{headers}Connection: close\r\n\r\n")).ConfigureAwait(false);
        var total = 0L;
        while (await socket.ReceiveAsync(buffer).ConfigureAwait(false) is var length and > 0)
        {
            if (total == 0 && !buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200 "u8))
                throw new InvalidOperationException($"the scrape was answered {Encoding.ASCII.GetString(buffer, 0, length)}");
            total += length;
        }

        return total;
    }
}
