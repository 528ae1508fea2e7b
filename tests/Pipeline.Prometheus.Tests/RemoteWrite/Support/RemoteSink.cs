using System.Diagnostics;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.PrometheusRemoteWrite;

namespace Pipeline.Prometheus.Tests.RemoteWrite.Support;

/// <summary>A sink that writes to a receiver, as the host runs one.</summary>
internal sealed class RemoteSink : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public RemoteSink(PrometheusRemoteWriteOptions options, TableSchema[] tables, TimeProvider? time = null)
    {
        Sink = new PrometheusRemoteWriteSink(options, new LentContext(time));
        Sink.Bind(tables);
    }

    public PrometheusRemoteWriteSink Sink { get; }

    /// <summary>Of a sink whose requests do not end because the machine does much else.</summary>
    public static PrometheusRemoteWriteOptions Options(Uri receiver) => new() { Url = new Uri(receiver, "/api/v1/write").ToString(), Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Tries once to write batches.</summary>
    public ValueTask<Outcome> TryAsync(params RecordBatch[] batches) => Sink.WriteAsync(batches, TestContext.Current.CancellationToken);

    /// <summary>Writes batches, again and again until they are delivered, and lets them go.</summary>
    /// <returns>How often it took.</returns>
    public async Task<int> DeliverAsync(params RecordBatch[] batches)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 1; ; i++)
        {
            var outcome = await TryAsync(batches);
            if (outcome.Kind == OutcomeKind.Delivered)
            {
                foreach (var batch in batches)
                    batch.Release();
                return i;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Patience && outcome.Kind is OutcomeKind.Retry, $"{outcome.Kind}: {outcome.Reason} {string.Join("; ", outcome.Refused)}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Sink.Dispose();
}
