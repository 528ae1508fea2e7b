using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Collector.Counting;
using Pipeline.Text;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>What tests count by counts right.</summary>
public class CollectorTests
{
    [Fact]
    public void It_counts_what_was_encoded()
    {
        var random = new Random(20260131);
        for (var i = 0; i < 200; i++)
            CountsAre(random.Next(20), random.Next(20), random.Next(20), random.Next(20));
    }

    private static void CountsAre(int events, int figures, int pairs, int spans)
    {
        using var encoder = new OtlpEncoder(new OtlpSettings(), Tables.All);
        Append(encoder, events, Tables.EventRows);
        Append(encoder, figures, Tables.FigureRows);
        Append(encoder, pairs, Tables.PairedFigureRows);
        Append(encoder, spans, Tables.SpanRows);
        (OtlpSignal, int)[] expected = [(OtlpSignal.Logs, events), (OtlpSignal.Metrics, figures + (2 * pairs)), (OtlpSignal.Traces, spans)];
        foreach (var (signal, rows) in expected)
        {
            var (request, named, json) = (encoder.Requests[(int)signal], Enum.Parse<Signal>(signal.ToString()), new ByteBuffer(1024));
            request.WriteJson(json);
            Assert.Equal((rows, rows), (RowCounter.Count(named, request.Written.Span), JsonRowCounter.Count(named, json.Written)));
            if (rows > 0)
                Assert.Equal((-1, -1), (RowCounter.Count(named, request.Written.Span[..^1]), JsonRowCounter.Count(named, json.Written[..^1])));
        }
    }

    private static void Append(OtlpEncoder encoder, int rows, Func<int, RecordBatch> make)
    {
        if (rows == 0)
            return;
        var batch = make(rows);
        encoder.Append(batch);
        batch.Release();
    }
}
