using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.PrometheusRemoteWrite;

namespace Pipeline.Prometheus.Tests.RemoteWrite.Support;

/// <summary>A sink that writes to a receiver, as the host runs one.</summary>
internal sealed class RemoteSink : IDisposable
{
    public RemoteSink(PrometheusRemoteWriteOptions options, TableSchema[] tables, TimeProvider? time = null)
    {
        Sink = new PrometheusRemoteWriteSink(options, new LentContext(time));
        Sink.Bind(tables);
    }

    public PrometheusRemoteWriteSink Sink { get; }

    public static PrometheusRemoteWriteOptions Options(Uri receiver) => new() { Url = new Uri(receiver, "/api/v1/write").ToString() };

    /// <summary>Tries once to write batches.</summary>
    public ValueTask<Outcome> TryAsync(params RecordBatch[] batches) => Sink.WriteAsync(batches, TestContext.Current.CancellationToken);

    /// <summary>Writes batches, again and again until they are delivered, and lets them go; at most as often as a patient host would.</summary>
    /// <returns>How often it took.</returns>
    public async Task<int> DeliverAsync(params RecordBatch[] batches)
    {
        for (var i = 1; ; i++)
        {
            var outcome = await TryAsync(batches);
            if (outcome.Kind == OutcomeKind.Delivered)
            {
                foreach (var batch in batches)
                    batch.Release();
                return i;
            }

            Assert.True(i < 200 && outcome.Kind is OutcomeKind.Retry, $"{outcome.Kind}: {outcome.Reason} {string.Join("; ", outcome.Refused)}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Sink.Dispose();
}
