using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Host.Configuration;
using Pipeline.Sinks.Kafka;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Benchmarks.Runs;

/// <summary>
/// The Kafka sink from rows to delivery reports against librdkafka's own producer with the same messages ready, each to mock brokers in its own process. The sink
/// makes the messages as it goes.
/// </summary>
internal sealed partial class KafkaMeasurement : IMeasurement
{
    private const int Rounds = 5;
    private const int RowsARound = 500_000;
    private const int WritesAtOnce = 4;

    public string Name => "kafka";

    public async Task MeasureAsync(FigureTable figures)
    {
        foreach (var (encoding, metadata, what) in ((MessageEncoding, MetadataHeaders, string)[])
            [
                (MessageEncoding.Json, MetadataHeaders.All, "JSON, a row a message, all headers"),
                (MessageEncoding.Json, MetadataHeaders.Row, "JSON, a row a message, row ids"),
                (MessageEncoding.Json, MetadataHeaders.None, "JSON, a row a message, no headers"),
                (MessageEncoding.JsonLines, MetadataHeaders.All, "JSON lines, many rows a message, all headers"),
            ])
            await MeasureAsync(figures, new KafkaOptions { Brokers = KafkaOptions.Embedded, Encoding = encoding, Metadata = metadata }, what).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(FigureTable figures, KafkaOptions options, string what)
    {
        var batch = KafkaRows.Build(new Arena(64 << 20));
        var file = Path.Combine(Place.Scratch, "kafka-messages.bin");
        var messages = KafkaRows.WriteMessages(file, batch, options);
        var context = new ComponentContext("kafka", NullLogger.Instance, new HostEnvironment("here", Place.Installation, TimeProvider.System));
        var sink = new KafkaSink(options, context);
        await using (sink.ConfigureAwait(false))
        {
            sink.Bind([KafkaRows.Table]);
            await sink.StartAsync(CancellationToken.None).ConfigureAwait(false);
            // The first is the compiler's.
            for (var round = 0; round <= Rounds; round++)
            {
                var baseline = await BaselineAsync(file, (double)batch.Rows / messages).ConfigureAwait(false);
                var own = await WriteAsync(sink, batch).ConfigureAwait(false);
                if (round == 0)
                    continue;
                Add($"Kafka, C: librdkafka, {what}", baseline);
                Add($"Kafka, Pipeline: {what}", own);
                figures.Of($"Kafka, Pipeline / C, {what}", "x", ">= 0.9").Add(own.Rate / baseline.Rate);
                figures.Of($"Kafka, Pipeline / C, by CPU time, {what}", "x").Add(own.RateOfCpu / baseline.RateOfCpu);
                figures.Of($"allocated per row, {what}", "bytes", "< 1").Add(own.Allocated);
            }
        }

        batch.Release();
        File.Delete(file);

        void Add(string who, (double Rate, double RateOfCpu, double Allocated) measured)
        {
            figures.Of(who, "M rows/s").Add(measured.Rate / 1e6);
            figures.Of(who, "M rows/CPU-s").Add(measured.RateOfCpu / 1e6);
        }
    }

    private static async Task<(double Rate, double RateOfCpu, double Allocated)> WriteAsync(KafkaSink sink, RecordBatch batch)
    {
        var left = RowsARound / batch.Rows;
        var (cpu, allocated, start) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, WritesAtOnce).Select(_ => Task.Run(WriteAllAsync))).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (
            RowsARound / seconds,
            RowsARound / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / RowsARound);

        async Task WriteAllAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
                if (await sink.WriteAsync([batch], CancellationToken.None).ConfigureAwait(false) is { Kind: not OutcomeKind.Delivered } outcome)
                    throw new InvalidOperationException($"rows were not delivered: {outcome.Reason}");
        }
    }

    private static async Task<(double Rate, double RateOfCpu, double Allocated)> BaselineAsync(string file, double rowsAMessage)
    {
        var passes = (RowsARound / KafkaRows.Rows).ToString(CultureInfo.InvariantCulture);
        var output = await Command.OutputOfAsync(Place.KafkaBaseline, file, "1", passes).ConfigureAwait(false);
        var figures = Figures().Match(output);
        return (Number(figures.Groups[1]) * rowsAMessage, Number(figures.Groups[2]) * rowsAMessage, 0);
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) messages/s (\d+) messages/CPU-s")]
    private static partial Regex Figures();
}
