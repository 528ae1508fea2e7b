using Pipeline.Otlp.Tests.Sending.Support;
using Pipeline.Sinks.Otlp;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Otlp.Tests.Sending;

/// <summary>A request costs memory, a row costs none.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationTests
{
    private const int Writes = 10;
    private const int Few = 100;
    private const int Many = 8000;
    private const int MostRounds = 5;

    [Theory]
    [MemberData(nameof(DeliveryTests.Ways), MemberType = typeof(DeliveryTests))]
    public async Task More_rows_in_a_request_allocate_no_more(string protocol, string compression)
    {
        using var collector = await CollectorProcess.StartAsync();
        await using var sink = await SentSink.StartAsync(new OtlpOptions
        {
            Endpoint = (protocol == "grpc" ? collector.Grpc : collector.Http).ToString(),
            Protocol = protocol,
            Compression = Enum.Parse<Compression>(compression, ignoreCase: true),
        });
        await MeasureAsync(sink, Many);

        // .NET's HTTP/2 allocates a little for each frame, of which a request has one for each 16 KiB.
        var most = protocol == "grpc" ? 2 : 1;
        // The least of several times: what the process does besides, such as to fill pools that the collector has emptied, it does now and then.
        var (rounds, each) = (0, double.MaxValue);
        for (; rounds < MostRounds && each > most; rounds++)
        {
            var (few, many) = (await MeasureAsync(sink, Few), await MeasureAsync(sink, Many));
            each = Math.Min(each, (double)(many - few) / Writes / (Many - Few));
        }

        Assert.InRange(each, double.MinValue, most);
        Assert.Equal(Writes * (Many + (rounds * (Few + Many))), await collector.EndAsync());
    }

    private static async Task<long> MeasureAsync(SentSink sink, int rows)
    {
        var batch = Tables.EventRows(rows);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Writes; i++)
            Assert.Equal(Outcome.Delivered, await sink.WriteAsync(batch, TestContext.Current.CancellationToken));
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        batch.Release();
        return allocated;
    }
}
